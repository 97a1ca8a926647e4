import { DAY_MS } from '@patchbay/shared/time'

/** Its end is a date that can be stored. */
const LONGEST_ASKED_MS = 365 * DAY_MS

/** A pause that a service asks for, at most a year. Undefined for a number that is no length of time. */
export function askedPauseMs(ms: number): number | undefined {
  return ms >= 0 ? Math.min(ms, LONGEST_ASKED_MS) : undefined
}

/**
 * The pause that a `Retry-After` header asks for, in milliseconds (RFC 9110 10.2.3: seconds or a date), at most
 * a year. Undefined without a header that can be read.
 */
export function retryAfterMs(
  headers: readonly (readonly [name: string, value: string])[],
  now: Date,
): number | undefined {
  const text = headers.find(([name]) => name === 'retry-after')?.[1]?.trim()
  if (text === undefined) return undefined
  if (/^\d{1,9}$/.test(text)) return askedPauseMs(Number(text) * 1000)
  const at = Date.parse(text)
  return askedPauseMs(Math.max(0, at - now.getTime()))
}
