import type { Timings } from '../platform/timings.ts'
import type { OwnRun } from '../store/runs/run-records.ts'
import type { Admission } from './admission.ts'

const BATCH = 500

export interface OverflowOptions {
  readonly admission: Pick<Admission, 'withdraw'>
  readonly timings: Timings
  /** Whether another process could claim them. */
  hasOthers(): boolean
  /** Removes their owner in the database. */
  release(runs: readonly OwnRun[]): Promise<unknown>
  onReleased(): void
  onError(error: unknown): void
}

/**
 * Gives queued runs to other processes when this one has too many. Runs of a conversation stay, because the process
 * that accepted them keeps their order.
 */
export function createOverflow({ admission, timings, hasOthers, release, onReleased, onError }: OverflowOptions) {
  let timer: NodeJS.Timeout | undefined
  let isStopped = false

  async function look(): Promise<void> {
    if (!hasOthers()) return
    const runs = admission.withdraw(timings.releasedAfterMs, BATCH)
    if (runs.length === 0) return
    await release(runs)
    onReleased()
  }

  function later(): void {
    if (isStopped) return
    timer = setTimeout(() => void look().catch(onError).finally(later), timings.overflowMs).unref()
  }

  return {
    start: later,
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
