import { type RunOptions, runSynchronization } from './run-synchronization.ts'
import type { ClaimedSync, SyncRepository } from './sync-repository.ts'

const EVERY_MS = 5_000
/**
 * A worker that does not say for so long that it still works on a synchronization has lost it to others. Where it is alive
 * after all it notices with the next page, before anything of that is stored: the time may be short.
 */
const LEASE_MS = 8_000
/** So many synchronizations at once in a process: each of them mostly waits for its service. */
const AT_ONCE = 4

export interface SyncJobOptions extends RunOptions {
  readonly repository: SyncRepository
  /** No other process works on this database. */
  readonly isAlone: boolean
  /** Default: five seconds. */
  readonly everyMs?: number
}

/** Synchronizes accounts when they are due, each in one process at a time. */
export interface SyncJob {
  start(): void
  /** Called when one may be due sooner than expected. */
  wake(): void
  stop(): Promise<void>
}

export function createSyncJob(options: SyncJobOptions): SyncJob {
  const { repository, now, isAlone, everyMs = EVERY_MS, onError } = options
  const stopping = new AbortController()
  const working = new Set<Promise<void>>()
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined
  let isStarted = false
  let isToLookAgain = false

  async function look(): Promise<void> {
    while (!stopping.signal.aborted && working.size < AT_ONCE) {
      const record = await repository.claim(now(), LEASE_MS)
      if (record === undefined) return
      const work: Promise<void> = workOn(record).then((isWell) => {
        working.delete(work)
        // Where something is wrong here, it waits: it would be the next one again.
        if (isWell) lookNow()
      })
      working.add(work)
    }
  }

  function lookNow(): void {
    if (!isStarted || stopping.signal.aborted) return
    clearTimeout(timer)
    // What has become due meanwhile may not be in what is being read.
    isToLookAgain = looking !== undefined
    looking ??= look()
      .catch((error) => onError(error, { job: 'synchronizations' }))
      .finally(() => {
        looking = undefined
        if (stopping.signal.aborted) return
        if (isToLookAgain) lookNow()
        else timer = setTimeout(lookNow, everyMs).unref()
      })
  }

  async function workOn(record: ClaimedSync): Promise<boolean> {
    let isWell = true
    const fault = (error: unknown) => {
      isWell = false
      onError(error, { accountId: record.accountId, subject: record.subject })
    }
    const renewal = setInterval(() => void repository.renew(record, LEASE_MS).catch(fault), LEASE_MS / 4)
    try {
      await runSynchronization(record, options, stopping.signal)
    } catch (error) {
      fault(error)
    } finally {
      clearInterval(renewal)
      await repository.release(record).catch(fault)
    }
    return isWell
  }

  return {
    start() {
      isStarted = true
      looking = (isAlone ? repository.releaseAll() : Promise.resolve())
        .catch((error) => onError(error, { job: 'synchronizations' }))
        .finally(() => {
          looking = undefined
          lookNow()
        })
    },
    wake: lookNow,
    async stop() {
      stopping.abort()
      clearTimeout(timer)
      await looking
      await Promise.all(working)
    },
  }
}
