import { isRecord, ownValue } from './input-path.ts'

/** Whether two JSON values are equal. The order of keys does not count; an undefined property is an absent one. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item: unknown, index) => sameJson(item, b[index]))
  }
  if (!isRecord(a) || !isRecord(b)) return false
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...names].every((name) => sameJson(ownValue(a, name), ownValue(b, name)))
}
