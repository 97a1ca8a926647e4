import type { TSchema } from 'typebox'
import type { InputKeywords } from '../nodes/ui-schema.ts'
import { isRecord, ownValue } from './input-path.ts'

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

function isSchema(value: unknown): value is InputSchema {
  return isRecord(value)
}
