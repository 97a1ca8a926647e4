/**
 * The pause that a `Retry-After` header asks for, in milliseconds (RFC 9110 10.2.3: seconds or a date). Undefined
 * without a header that can be read.
 */
export function retryAfterMs(
  headers: readonly (readonly [name: string, value: string])[],
  now: Date,
): number | undefined {
  const text = headers.find(([name]) => name === 'retry-after')?.[1]?.trim()
  if (text === undefined) return undefined
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime())
}
