import { createNameCache, nameIn } from '../../kit/name-cache.ts'
import type { LineProperties } from './account.ts'
import { callLine, type LineHost } from './calls.ts'

/** LINE waits for our answer meanwhile. */
const TIMEOUT_MS = 1_000

export type NameOf = (properties: LineProperties, userId: string) => Promise<string>

/** Names of users. */
export function createNames(host: LineHost): NameOf {
  const cache = createNameCache()
  return (properties, userId) =>
    cache(userId, async () => {
      const call = { properties, signal: AbortSignal.timeout(TIMEOUT_MS) }
      const profile = await callLine(host, call, { method: 'GET', path: `/profile/${encodeURIComponent(userId)}` })
      return nameIn(profile, 'displayName')
    })
}
