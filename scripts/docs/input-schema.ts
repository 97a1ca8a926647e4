import type { FieldCondition, InputKeywords } from '@patchbay/shared/nodes'
import { code, either, plain } from './markdown.ts'

/** What the docs read of the JSON Schema of an input. */
export interface InputSchema extends InputKeywords {
  readonly type?: string
  readonly title?: string
  readonly description?: string
  readonly default?: unknown
  readonly enum?: readonly unknown[]
  readonly minimum?: number
  readonly maximum?: number
  readonly maxLength?: number
  readonly maxItems?: number
  readonly items?: unknown
  readonly properties?: unknown
}

export function isInputSchema(value: unknown): value is InputSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Inputs of an object or of the rows of a list, by name. */
export function propertiesOf(schema: unknown): readonly (readonly [string, InputSchema])[] {
  if (!isInputSchema(schema)) return []
  const object = isInputSchema(schema.items) ? schema.items : schema
  const properties = isInputSchema(object.properties) ? Object.entries(object.properties) : []
  return properties.flatMap(([name, property]) => (isInputSchema(property) ? [[name, property] as const] : []))
}

/** The input at a dotted path, such as `auth.type`. */
export function inputAt(root: unknown, path: string): InputSchema | undefined {
  let found: unknown = root
  for (const name of path.split('.')) found = propertiesOf(found).find(([key]) => key === name)?.[1]
  return isInputSchema(found) ? found : undefined
}

/** The title of the input at a dotted path, emphasized. */
export function titleAt(root: unknown, path: string): string {
  return `*${plain(inputAt(root, path)?.title ?? path)}*`
}

/** A value of an input as the form shows it. */
export function shownValue(schema: InputSchema | undefined, value: unknown): string {
  const label = schema?.['x-ui']?.optionLabels?.[String(value)]
  if (label !== undefined) return `*${plain(label)}*`
  return typeof value === 'boolean' ? `*${value ? 'on' : 'off'}*` : code(value)
}

/** `*Method* is `POST` or `PUT`` or `*Response Timeout* is set`. */
export function conditionText(root: unknown, condition: FieldCondition): string {
  const { and } = condition
  const text = singleText(root, condition)
  return and === undefined ? text : `${conditionText(root, and)} and ${text}`
}

function singleText(root: unknown, condition: FieldCondition): string {
  const { field } = condition
  if ('isSet' in condition) return `${titleAt(root, field)} is ${condition.isSet ? 'set' : 'empty'}`
  if ('not' in condition) return `${titleAt(root, field)} is not ${shownValue(inputAt(root, field), condition.not)}`
  const values = [condition.equals].flat().map((value) => shownValue(inputAt(root, field), value))
  return `${titleAt(root, field)} is ${either(values)}`
}
