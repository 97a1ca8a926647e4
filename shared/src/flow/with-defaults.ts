import type { TSchema } from 'typebox'
import { isRecord, ownValue } from './input-path.ts'
import { itemSchemaOf, propertiesOf } from './input-schema.ts'

const completed = new WeakMap<object, { schema: TSchema; inputs: Readonly<Record<string, unknown>> }>()

/**
 * The inputs with absent properties filled from the `default`s of their schema, at every level and in every
 * row. Parts that need nothing are shared; values of the wrong kind stay as they are.
 */
export function withDefaults(
  schema: TSchema,
  inputs: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const known = completed.get(inputs)
  if (known?.schema === schema) return known.inputs
  const filled = fillObject(schema, inputs)
  completed.set(inputs, { schema, inputs: filled })
  return filled
}

function fillObject(schema: TSchema, object: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const changes: [string, unknown][] = []
  for (const [name, property] of propertiesOf(schema)) {
    const value = ownValue(object, name)
    const filled = value === undefined ? defaultOf(property) : fill(property, value)
    if (filled !== value) changes.push([name, filled])
  }
  return changes.length === 0 ? object : { ...object, ...Object.fromEntries(changes) }
}

function fill(schema: TSchema, value: unknown): unknown {
  const item = itemSchemaOf(schema)
  if (item !== undefined) return Array.isArray(value) ? fillRows(item, value) : value
  if (propertiesOf(schema).length > 0 && isRecord(value)) return fillObject(schema, value)
  return value
}

function fillRows(item: TSchema, rows: readonly unknown[]): readonly unknown[] {
  const filled = rows.map((row) => fill(item, row))
  return filled.every((row, index) => row === rows[index]) ? rows : filled
}

/** A schema's own default, else the defaults of its properties where there are any. */
function defaultOf(schema: TSchema): unknown {
  const value = ownValue(schema, 'default')
  if (value !== undefined) return value
  const object = propertiesOf(schema).length > 0 ? fillObject(schema, {}) : {}
  return Object.keys(object).length > 0 ? object : undefined
}
