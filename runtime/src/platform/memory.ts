import { getHeapStatistics } from 'node:v8'

const LOOK_EVERY_MS = 20_000
/** With less to win a quiet moment stays quiet. */
const WORTH_BYTES = 48 * 1024 * 1024

/**
 * Gives memory back that nothing uses any more: after a start a third of the whole. Left to itself, the engine keeps
 * it for as long as little happens. Stops this thread for a tenth of a second or so. Does nothing in a process that
 * was not started with the flag `--expose-gc`, as `npm start` does.
 */
export function releaseMemory(): void {
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}

/** Releases memory now, and whenever two looks in a row find the process idle with much more than it needs at rest. */
export function keepMemoryLow(isIdle: () => boolean): void {
  releaseMemory()
  let atRest = getHeapStatistics().total_physical_size
  let wasIdle = false
  const look = () => {
    const isStillIdle = isIdle()
    if (wasIdle && isStillIdle && getHeapStatistics().total_physical_size - atRest > WORTH_BYTES) {
      releaseMemory()
      atRest = getHeapStatistics().total_physical_size
    }
    wasIdle = isStillIdle
  }
  setInterval(look, LOOK_EVERY_MS).unref()
}
