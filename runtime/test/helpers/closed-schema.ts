import type { TSchema } from 'typebox'

const known = new WeakMap<object, TSchema>()

/**
 * The schema with every object refusing keys that it does not declare. Callers have to ignore keys they do not know,
 * so the API's schemas allow them; in a test such a key is one that somebody forgot to declare.
 */
export function closed(schema: TSchema): TSchema {
  const found = known.get(schema)
  if (found !== undefined) return found
  const copy = closeAll(schema)
  known.set(schema, copy)
  return copy
}

function closeAll(schema: TSchema): TSchema {
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, part(key, value)]))
  return 'properties' in copy && !('additionalProperties' in copy) ? { ...copy, additionalProperties: false } : copy
}

/** One member of a schema: schemas are closed, data stay as they are. */
function part(key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || dataMembers.has(key)) return value
  if (Array.isArray(value)) return value.map((item) => part('', item))
  if (!mapMembers.has(key)) return closeAll(value)
  return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, part('', schema)]))
}

/** Members whose value is data. */
const dataMembers: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'required', 'examples'])
/** Members whose value holds schemas by name. */
const mapMembers: ReadonlySet<string> = new Set(['properties', 'patternProperties'])
