import type { TSchema } from 'typebox'
import type { InputKeywords } from '../nodes/ui-schema.ts'
import { type InputPath, isRecord, ownValue } from './input-path.ts'

/** A JSON Schema of one input with the keywords of ours that it carries. */
export type InputSchema = TSchema & InputKeywords & { readonly title?: string; readonly description?: string }

type Entries = readonly (readonly [name: string, schema: InputSchema])[]

const propertiesBySchema = new WeakMap<object, Entries>()

/** The properties of an object schema in order; none for other schemas. */
export function propertiesOf(schema: TSchema): Entries {
  const known = propertiesBySchema.get(schema)
  if (known !== undefined) return known
  const properties = ownValue(schema, 'properties')
  const entries = isRecord(properties)
    ? Object.entries(properties).flatMap(([name, property]) => (isSchema(property) ? [[name, property] as const] : []))
    : []
  propertiesBySchema.set(schema, entries)
  return entries
}

/** The schema of the rows when the schema is a list. */
export function itemSchemaOf(schema: TSchema): InputSchema | undefined {
  const items = ownValue(schema, 'items')
  return isSchema(items) ? items : undefined
}

/** The schema of the input at a path without rows; undefined where the schema describes none. */
export function schemaAt(schema: TSchema, path: InputPath): InputSchema | undefined {
  let at: InputSchema | undefined = schema
  for (const name of path) {
    at = at === undefined ? undefined : propertiesOf(at).find(([property]) => property === name)?.[1]
  }
  return at
}

function isSchema(value: unknown): value is InputSchema {
  return isRecord(value)
}
