import { type Json, type JsonObject, parsePath } from '@patchbay/shared/json'
import { setDateTime } from '../engine/scope.ts'
import { isRecord } from '../platform/is-record.ts'

/** Sample variables as a run would see them. A name such as `EXTCALL_2.statusCode` becomes a place in a tree. */
export function sampleScope(variables: Readonly<Record<string, unknown>>, now: Date, timeZone: string): JsonObject {
  const scope: Record<string, Json> = Object.create(null)
  setDateTime(scope, now, timeZone)
  for (const [name, value] of Object.entries(variables)) {
    const parsed = parsePath(name.replace(/^\$/, ''))
    const [root, ...rest] = 'path' in parsed ? parsed.path : [name]
    // The value came through the JSON reader, so it is JSON. The schema types it as unknown.
    if (root !== undefined) scope[String(root)] = placed(scope[String(root)], rest, value as Json)
  }
  return scope
}

function placed(tree: Json | undefined, path: readonly (string | number)[], value: Json): Json {
  const [key, ...rest] = path
  if (key === undefined) return value
  if (typeof key === 'number') {
    const items: Json[] = Array.isArray(tree) ? [...tree] : []
    // A sample for a later row is stored alone: no rows are made up before it.
    const index = Math.min(key, items.length)
    items[index] = placed(items[index], rest, value)
    return items
  }
  const entries = isRecord(tree) ? Object.entries(tree) : []
  const before = entries.find(([name]) => name === key)?.[1]
  return Object.fromEntries([...entries, [key, placed(before, rest, value)]])
}
