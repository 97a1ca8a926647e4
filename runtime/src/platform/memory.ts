import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const LOOK_EVERY_MS = 20_000
/**
 * How much the heap may grow before all of it is collected again. Left to itself, V8 expects it to stay as small as a
 * release of memory has made it, and under load collects it several times a second.
 */
const GROWTH_PERCENT = 100
/** With less to win a quiet moment stays quiet. */
const WORTH_BYTES = 48 * 1024 * 1024

/**
 * Gives memory back that nothing uses any more: after a start a third of the whole. Left to itself, the engine keeps
 * it for as long as little happens. Stops this thread for a tenth of a second or so.
 */
export function releaseMemory(): void {
  setFlagsFromString('--expose-gc')
  // The function that the flag adds to contexts made from then on.
  const collect: NodeJS.GCFunction = runInNewContext('gc')
  setFlagsFromString('--no-expose-gc')
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}

/** Releases memory now, and whenever two looks in a row find the process idle with much more than it needs at rest. */
export function keepMemoryLow(isIdle: () => boolean): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`)
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
