import { fieldOf, textOf } from '../../kit/values.ts'
import { callLine, type LineCall, type LineHost } from './calls.ts'

const MOST_NAMES = 10_000
/** LINE waits for our answer meanwhile. */
const TIMEOUT_MS = 1_000

/** Names of users. Each is asked for once, as long as the process remembers it. */
export type NameOf = (call: LineCall, userId: string) => Promise<string>

export function createNames(host: LineHost): NameOf {
  const names = new Map<string, string>()
  return async (call, userId) => {
    const known = names.get(userId)
    if (known !== undefined) return known
    const path = `/profile/${encodeURIComponent(userId)}`
    const name = await callLine(host, call, { method: 'GET', path, timeoutMs: TIMEOUT_MS }).then(
      ({ body }) => textOf(fieldOf(body, 'displayName')),
      // The message counts without it.
      () => '',
    )
    if (names.size >= MOST_NAMES) names.clear()
    names.set(userId, name)
    return name
  }
}
