import { getHeapStatistics } from 'node:v8'

const LOOK_EVERY_MS = 20_000
/** Memory is released only when at least this much can be freed. */
const WORTH_BYTES = 48 * 1024 * 1024

/**
 * Returns unused memory to the system: after a start, a third of the total. V8 alone would keep it while little
 * happens. Blocks this thread for about a tenth of a second. Does nothing in a process started without `--expose-gc`,
 * which `npm start` sets.
 */
export function releaseMemory(): void {
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}

/**
 * Releases memory now, and whenever two checks in a row find the process idle with much more memory than it needs at
 * rest.
 */
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
