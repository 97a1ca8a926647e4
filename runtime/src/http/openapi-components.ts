import type { TSchema } from 'typebox'

export interface Components {
  /** The schemas that were replaced by a `$ref`, by name. */
  readonly schemas: Readonly<Record<string, TSchema>>
  /** Returns the schema with a `$ref` in place of each named object or union. */
  refer(schema: TSchema): TSchema
}

/** Collects schemas whose `title` is a name, such as `Flow`, so that OpenAPI defines each of them once. */
export function collectComponents(): Components {
  const schemas: Record<string, TSchema> = {}

  function refer(schema: unknown): TSchema {
    const name = nameOf(schema)
    if (name === undefined) return inside(schema)
    if (!(name in schemas)) {
      // Registered before its parts are read, because a schema may contain itself.
      schemas[name] = {}
      schemas[name] = inside(schema)
    }
    return { $ref: `#/components/schemas/${name}` }
  }

  /** A copy of the value with `$ref`s in place of its named parts. */
  function inside(value: unknown): TSchema {
    // A list is no schema itself but part of one. Its copy stays a list.
    if (Array.isArray(value)) return value.map(part)
    if (typeof value !== 'object' || value === null) return {}
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, part(member)]))
  }

  const part = (value: unknown): unknown => (typeof value === 'object' && value !== null ? refer(value) : value)

  return { schemas, refer }
}

/** A title of one word is the name of a schema. Other titles are headings of fields. */
function nameOf(schema: unknown): string | undefined {
  if (typeof schema !== 'object' || schema === null || !('title' in schema)) return undefined
  const { title } = schema
  return typeof title === 'string' && /^[A-Z][A-Za-z]+$/.test(title) ? title : undefined
}
