import type { TSchema } from 'typebox'
import { isSecretValue } from '../nodes/secret-headers.ts'
import { conditionHolds } from './field-condition.ts'
import { formatInputPath, type InputPath, isRecord, ownValue } from './input-path.ts'
import { type InputSchema, itemSchemaOf, propertiesOf } from './input-schema.ts'
import { isSecretReference } from './schema.ts'
import { withDefaults } from './with-defaults.ts'

/** One input met on a walk: a single value, or a list before its rows. */
export interface InputVisit {
  readonly kind: 'value' | 'rows'
  readonly schema: InputSchema
  readonly path: InputPath
  /** What the document holds there, or the schema's default when it holds nothing. */
  readonly value: unknown
  /** The object that holds the input, for sibling fields. */
  readonly parent: Readonly<Record<string, unknown>>
  /** Whether the form shows it: its conditions and those of everything around it hold. */
  readonly visible: boolean
  /** Whether it must not be empty. */
  readonly required: boolean
  /** Whether it is sealed at save, sibling flags and names already decided. */
  readonly secret: boolean
  /** All inputs of the action, defaults included. */
  readonly inputs: Readonly<Record<string, unknown>>
}

/**
 * Visits every input that a schema describes, in schema order, absent ones included: nested objects and every
 * row of a list. A value of the wrong kind is visited, never descended into. Input schemas use no unions of
 * objects, so `properties` and `items` lead everywhere.
 */
export function walkInputs(
  schema: TSchema,
  inputs: Readonly<Record<string, unknown>>,
  visit: (input: InputVisit) => void,
): void {
  const complete = withDefaults(schema, inputs)
  walkProperties({ schema, object: complete, path: [], visible: true, inputs: complete, visit })
}

interface Level {
  readonly schema: TSchema
  readonly object: Readonly<Record<string, unknown>>
  readonly path: InputPath
  readonly visible: boolean
  readonly inputs: Readonly<Record<string, unknown>>
  readonly visit: (input: InputVisit) => void
}

function walkProperties(level: Level): void {
  for (const [name, schema] of propertiesOf(level.schema)) {
    walkValue(level, schema, [...level.path, name], ownValue(level.object, name))
  }
}

function walkValue(level: Level, schema: InputSchema, path: InputPath, value: unknown): void {
  const { inputs, visit, object: parent } = level
  const visible = level.visible && isShown(schema, inputs, parent)
  const item = itemSchemaOf(schema)
  if (item === undefined && propertiesOf(schema).length > 0 && !isSecretReference(value)) {
    walkProperties({ schema, object: isRecord(value) ? value : {}, path, visible, inputs, visit })
    return
  }
  const kind = item === undefined ? 'value' : 'rows'
  const secret = isSecretValue(schema['x-secret'], parent)
  visit({ kind, schema, path, value, parent, visible, required: isRequired(schema, inputs), secret, inputs })
  if (item === undefined || !Array.isArray(value)) return
  for (const [index, row] of value.entries()) walkValue({ ...level, visible }, item, [...path, index], row)
}

/** Whether the conditions of an input hold. `beside` is the object that holds it. */
export function isShown(schema: InputSchema, inputs: unknown, beside: unknown): boolean {
  const hints = schema['x-ui']
  return conditionHolds(hints?.visibleWhen, inputs) && conditionHolds(hints?.visibleBeside, beside)
}

/** Whether an input must not be empty while it is shown. */
export function isRequired(schema: InputSchema, inputs: unknown): boolean {
  const required = schema['x-required']
  return required === true || (required !== undefined && !conditionHolds(required.unless, inputs))
}

/** The words a form shows for an input: its title, else the last name of its path. */
export function titleOf(schema: InputSchema, path: InputPath): string {
  if (schema.title !== undefined && schema.title !== '') return schema.title
  const name = path.findLast((segment) => typeof segment === 'string')
  return name === undefined ? formatInputPath(path) : String(name)
}
