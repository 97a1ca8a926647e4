import type { Database } from './store/database.ts'
import { tidyEmbedded } from './store/pglite/tidy.ts'
import { createLeaseRepository } from './store/repositories/lease-repository.ts'
import { runUpkeep } from './store/upkeep/upkeep.ts'

const EVERY_MS = 60_000
/** What is past its time is removed in every tenth pass. */
const REMOVE_EVERY = 10
/** Longer than any upkeep takes; whoever dies in the middle of it is followed then. */
const LEASE_SECONDS = 30 * 60

export interface UpkeepJobOptions {
  readonly database: Database
  readonly processId: string
  readonly retentionDays: number
  readonly now: () => Date
  /** Default: a minute. */
  readonly everyMs?: number
  /** Whether no run is under way. */
  isQuiet(): boolean
  /** Whether a back-up needs the log as it is. */
  isLogKept(): boolean
  onFault(error: unknown, about: object): void
}

/** Keeps the database in order, in one process of all. */
export interface UpkeepJob {
  start(): void
  /** Ends it between two statements. */
  stop(): Promise<void>
}

export function createUpkeepJob(options: UpkeepJobOptions): UpkeepJob {
  const { database, now, retentionDays, everyMs = EVERY_MS, isQuiet, isLogKept, onFault } = options
  const leases = createLeaseRepository(database.kysely, options.processId)
  const stopping = new AbortController()
  const { signal } = stopping
  let working: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  let passes = 0

  async function pass(): Promise<void> {
    passes += 1
    // The first time soon after the start: the process may not live for ten minutes.
    if (passes % REMOVE_EVERY === 1 && (await leases.take('upkeep', LEASE_SECONDS))) {
      await runUpkeep(database, { now: now(), retentionDays, signal }).finally(() => leases.giveBack('upkeep'))
    }
    const { kysely, files } = database
    if (database.kind === 'pglite' && !signal.aborted) await tidyEmbedded({ kysely, files, isQuiet, isLogKept, signal })
  }

  function passLater(): void {
    if (signal.aborted) return
    timer = setTimeout(() => {
      working = pass()
        .catch((error) => onFault(error, { job: 'upkeep' }))
        .finally(passLater)
    }, everyMs).unref()
  }

  return {
    start: passLater,
    async stop() {
      stopping.abort()
      clearTimeout(timer)
      await working
    },
  }
}
