import { createNameCache } from '../../kit/name-cache.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import { callLine, type LineCall, type LineHost } from './calls.ts'

/** LINE waits for our answer meanwhile. */
const TIMEOUT_MS = 1_000

export type NameOf = (call: LineCall, userId: string) => Promise<string>

/** Names of users. */
export function createNames(host: LineHost): NameOf {
  const cache = createNameCache()
  return (call, userId) =>
    cache(userId, async () => {
      const path = `/profile/${encodeURIComponent(userId)}`
      const { body } = await callLine(host, call, { method: 'GET', path, timeoutMs: TIMEOUT_MS })
      return textOf(fieldOf(body, 'displayName'))
    })
}
