/**
 * What leads from one JSON value to another, as JSON. Undo keeps whole documents that share all that an edit left
 * alone; stored as text they share nothing, so only the differences are stored.
 */
export type JsonChange =
  /** The value is another one. */
  | { readonly is: unknown }
  /** Members of an object that changed or came, and names that went. */
  | { readonly set: Readonly<Record<string, JsonChange>>; readonly gone?: readonly string[] }
  /** Items of a list that changed, by place. */
  | { readonly each: readonly (readonly [place: number, change: JsonChange])[] }
  /** From `at` on so many items of a list give way to others. */
  | { readonly at: number; readonly drop: number; readonly put: readonly unknown[] }

/** Null when the values are equal. Parts that are the same object are not looked into. */
export function changeBetween(before: unknown, after: unknown): JsonChange | null {
  if (Object.is(before, after)) return null
  if (Array.isArray(before) && Array.isArray(after)) return changeOfList(before, after)
  if (isRecord(before) && isRecord(after)) return changeOfRecord(before, after)
  return { is: after }
}

/**
 * The value after the change; parts without one keep their identity.
 * @throws TypeError for a change of another value.
 */
export function withChange(value: unknown, change: JsonChange): unknown {
  if ('is' in change) return change.is
  if ('set' in change) return withMembers(value, change.set, change.gone ?? [])
  if (!Array.isArray(value)) throw new TypeError('This change belongs to a list.')
  if ('at' in change) return value.toSpliced(change.at, change.drop, ...change.put)
  const next: unknown[] = [...value]
  for (const [place, inner] of change.each) next[place] = withChange(next[place], inner)
  return next
}

/** `next` with every part taken from `current` that is equal there, so that what did not change is not drawn again. */
export function sharingWith(current: unknown, next: unknown): unknown {
  const change = changeBetween(current, next)
  return change === null ? current : withChange(current, change)
}

function changeOfList(before: readonly unknown[], after: readonly unknown[]): JsonChange | null {
  if (before.length === after.length) {
    const each = after.flatMap((item, place) => {
      const change = changeBetween(before[place], item)
      return change === null ? [] : [[place, change] as const]
    })
    return each.length === 0 ? null : { each }
  }
  const shorter = Math.min(before.length, after.length)
  let head = 0
  while (head < shorter && isEqual(before[head], after[head])) head += 1
  let tail = 0
  while (tail < shorter - head && isEqual(before.at(-1 - tail), after.at(-1 - tail))) tail += 1
  return { at: head, drop: before.length - tail - head, put: after.slice(head, after.length - tail) }
}

function changeOfRecord(before: Record<string, unknown>, after: Record<string, unknown>): JsonChange | null {
  const gone = Object.keys(before).filter((name) => before[name] !== undefined && !has(after, name))
  const set = Object.entries(after).flatMap(([name, value]) => {
    if (value === undefined) return []
    const change = has(before, name) ? changeBetween(before[name], value) : { is: value }
    return change === null ? [] : [[name, change] as const]
  })
  if (gone.length === 0 && set.length === 0) return null
  return { set: Object.fromEntries(set), ...(gone.length === 0 ? {} : { gone }) }
}

function withMembers(
  value: unknown,
  set: Readonly<Record<string, JsonChange>>,
  gone: readonly string[],
): Record<string, unknown> {
  if (!isRecord(value)) throw new TypeError('This change belongs to an object.')
  const kept = Object.entries(value).filter(([name]) => !gone.includes(name))
  const changed = Object.entries(set).map(([name, change]) => {
    return [name, withChange(Object.hasOwn(value, name) ? value[name] : undefined, change)] as const
  })
  // From entries, so that a member named __proto__ stays one.
  return Object.fromEntries([...kept, ...changed])
}

/** An undefined member is an absent one. */
function has(record: Record<string, unknown>, name: string): boolean {
  return Object.hasOwn(record, name) && record[name] !== undefined
}

function isEqual(a: unknown, b: unknown): boolean {
  return changeBetween(a, b) === null
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
