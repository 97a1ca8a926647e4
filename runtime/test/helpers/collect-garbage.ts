import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** The function that the flag adds to contexts made from then on. */
function exposed(): NodeJS.GCFunction {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc')
}

/** Collects garbage: all of it, or with `{ type: 'minor' }` only what is young. */
export const collectGarbage = exposed()

/** Bytes of the array buffers that a quick collection leaves, two of which make everything old that lives. */
export function bytesAfterQuickCollections(): number {
  collectGarbage({ type: 'minor' })
  collectGarbage({ type: 'minor' })
  return process.memoryUsage().arrayBuffers
}
