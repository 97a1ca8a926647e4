import type { TSchema } from 'typebox'

export interface Components {
  /** The shapes that were referred to, by name. */
  readonly schemas: Readonly<Record<string, TSchema>>
  /** The schema with a `$ref` in place of each object or union that has a name of its own. */
  refer(schema: TSchema): TSchema
}

/** Collects schemas whose `title` is a name, such as `Flow`, so that OpenAPI defines each of them once. */
export function collectComponents(): Components {
  const schemas: Record<string, TSchema> = {}

  function refer(schema: unknown): TSchema {
    const name = nameOf(schema)
    if (name === undefined) return inside(schema)
    if (!(name in schemas)) {
      // Before its parts are looked at, so that a schema may contain itself.
      schemas[name] = {}
      schemas[name] = inside(schema)
    }
    return { $ref: `#/components/schemas/${name}` }
  }

  /** A copy whose parts are referred to. */
  function inside(value: unknown): TSchema {
    // The copy of a list stays a list, which is no schema itself but part of one.
    if (Array.isArray(value)) return value.map(part)
    if (typeof value !== 'object' || value === null) return {}
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, part(member)]))
  }

  const part = (value: unknown): unknown => (typeof value === 'object' && value !== null ? refer(value) : value)

  return { schemas, refer }
}

/** Titles of single words name shapes; other titles are headings of fields. */
function nameOf(schema: unknown): string | undefined {
  if (typeof schema !== 'object' || schema === null || !('title' in schema)) return undefined
  const { title } = schema
  return typeof title === 'string' && /^[A-Z][A-Za-z]+$/.test(title) ? title : undefined
}
