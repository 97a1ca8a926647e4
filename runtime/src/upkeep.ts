import type { Database } from './store/database.ts'
import { tidyEmbedded } from './store/pglite/tidy.ts'
import { createLeaseRepository } from './store/repositories/lease-repository.ts'
import { runUpkeep } from './store/upkeep/upkeep.ts'

const EVERY_MS = 60_000
/** Every tenth pass removes expired data. */
const REMOVE_EVERY = 10
/** Longer than any pass takes. When the holder dies, another process takes over after this time. */
const LEASE_SECONDS = 30 * 60

export interface UpkeepJobOptions {
  readonly database: Database
  readonly processId: string
  readonly retentionDays: number
  readonly now: () => Date
  /** Default: a minute. */
  readonly everyMs?: number
  /** Called after expired data was removed. */
  afterRemoval(): Promise<void>
  /** True when no run is under way. */
  isQuiet(): boolean
  /** True while a back-up needs the log unchanged. */
  isLogKept(): boolean
  onFault(error: unknown, about: object): void
}

/** Keeps the database in order. One process of all does it. */
export interface UpkeepJob {
  start(): void
  /** Stops between two statements. */
  stop(): Promise<void>
}

export function createUpkeepJob(options: UpkeepJobOptions): UpkeepJob {
  const { database, now, retentionDays, everyMs = EVERY_MS, afterRemoval, isQuiet, isLogKept, onFault } = options
  const leases = createLeaseRepository(database.kysely, options.processId)
  const stopping = new AbortController()
  const { signal } = stopping
  let working: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  let passes = 0

  async function pass(): Promise<void> {
    passes += 1
    // The first removal comes soon after the start, because the process may not live for ten minutes.
    if (passes % REMOVE_EVERY === 1 && (await leases.take('upkeep', LEASE_SECONDS))) {
      const onDoubt = (lastSeen: Date) => onFault(doubtOf(lastSeen, now()), { job: 'upkeep' })
      await runUpkeep(database, { now: now(), retentionDays, signal, onDoubt })
        .then(afterRemoval)
        .finally(() => leases.giveBack('upkeep'))
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

function doubtOf(lastSeen: Date, now: Date): Error {
  return new Error(
    `It is ${now.toISOString()} by the clock, and the last upkeep was at ${lastSeen.toISOString()}. In case the clock is ` +
      'wrong, nothing is removed by its age for a day. Correct the clock until then; nothing has to be done when it is right.',
  )
}
