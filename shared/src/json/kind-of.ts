/** The kind of a value, as sentences name it. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  if (typeof value === 'string') return value === '' ? 'empty text' : 'text'
  return typeof value === 'boolean' ? `${value}` : 'a number'
}
