import type { StepResource } from '@patchbay/shared/api'
import { type InputSchema, itemSchemaOf, propertiesOf } from '@patchbay/shared/flow'
import { isJsonObject, type Json, type JsonObject, stringifyJson } from '@patchbay/shared/json'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import { runTexts } from '../ui/texts/runs.ts'

/** One line of a step's inputs. */
export interface InputLine {
  readonly key: string
  readonly label: string
  readonly value: string
}

/** One line of a step's outputs: a variable of the run and what it holds. */
export interface OutputLine {
  readonly token: string
  /** Undefined: the definition promises it, this path did not set it. */
  readonly value: string | undefined
  /** What it holds, where the definition says so. */
  readonly words?: string
}

/** Inputs in the words of the form: lists of names and values as a line each, the rest as JSON. */
export function inputLines(step: StepResource, definition: NodeDefinition | undefined): readonly InputLine[] {
  const schemas = new Map(definition === undefined ? [] : propertiesOf(definition.inputs))
  const names = [...new Set([...schemas.keys(), ...Object.keys(step.inputs)])]
  return names.flatMap((name) => {
    const value = step.inputs[name]
    if (value === undefined || value === null || value === '') return []
    return linesOf(name, schemas.get(name), value)
  })
}

function linesOf(name: string, schema: InputSchema | undefined, value: Json): readonly InputLine[] {
  const label = schema?.title ?? name
  // Rows that name variables show what they set among the outputs.
  if (schema !== undefined && namesVariables(schema)) return []
  if (Array.isArray(value)) {
    const item = schema === undefined ? undefined : itemSchemaOf(schema)
    return value.map((row: Json, index) =>
      rowLine({ key: `${name}.${index}`, label: `${label} ${index + 1}` }, row, item),
    )
  }
  if (isJsonObject(value) && schema !== undefined && propertiesOf(schema).length > 0) {
    return groupLines(name, schema, value)
  }
  return isEmptyObject(value) ? [] : [{ key: name, label, value: fieldText(value, schema) }]
}

/** Two texts as name and value, other flat rows as one sentence (`urgent equals urgent`), the rest as JSON. */
function rowLine(line: Omit<InputLine, 'value'>, row: Json, item: InputSchema | undefined): InputLine {
  if (!isJsonObject(row)) return { ...line, value: valueText(row) }
  const pair = pairOf(row)
  if (pair !== null) return { ...line, label: pair[0], value: pair[1] }
  if (Object.values(row).some((value) => typeof value === 'object')) return { ...line, value: valueText(row) }
  const columns = new Map(item === undefined ? [] : propertiesOf(item))
  const words = Object.entries(row).map(([column, value]) => fieldText(value, columns.get(column)))
  return { ...line, value: words.join(' ') }
}

/** A group of fields, such as authentication, in the words of its own fields; nothing when all is as it began. */
function groupLines(name: string, schema: InputSchema, value: JsonObject): readonly InputLine[] {
  const fields = new Map(propertiesOf(schema))
  const entries = Object.entries(value).filter(([, inner]) => inner !== null && inner !== '')
  if (entries.every(([member, inner]) => defaultOf(fields.get(member)) === inner)) return []
  return entries.map(([member, inner]) => {
    const field = fields.get(member)
    return { key: `${name}.${member}`, label: field?.title ?? member, value: fieldText(inner, field) }
  })
}

function defaultOf(schema: InputSchema | undefined): unknown {
  return schema !== undefined && 'default' in schema ? schema.default : undefined
}

/** The words of a choice, the unit of a number, else the value. */
function fieldText(value: Json, schema: InputSchema | undefined): string {
  const hints = schema?.['x-ui']
  const text = (typeof value === 'string' && hints?.optionLabels?.[value]) || valueText(value)
  return hints?.unit === undefined ? text : `${text} ${hints.unit}`
}

function namesVariables(schema: InputSchema): boolean {
  const row = itemSchemaOf(schema)
  return row !== undefined && propertiesOf(row).some(([, column]) => column['x-variable-name'] === true)
}

/** `{ key: 'User-Agent', value: 'patchbay' }` as name and value; other rows are not pairs. */
function pairOf(row: JsonObject): readonly [string, string] | null {
  const texts = Object.values(row).filter((value) => typeof value === 'string')
  const [name, value, ...others] = texts
  if (name === undefined || name === '' || value === undefined || others.length > 0) return null
  return [name, value]
}

/** Own outputs, then flow-wide variables, then what the definition would have set on another exit. */
export function outputLines(step: StepResource, definition: NodeDefinition | undefined): readonly OutputLine[] {
  const prefix = definition?.variablePrefix
  const own = Object.entries(step.outputs).map(([name, value]) => ({
    token: prefix === undefined ? `$${name}` : `$${prefix}_${step.nodeId}.${name}`,
    value: valueText(value),
    ...wordsOf(name, definition),
  }))
  const set = Object.entries(step.variables).map(([name, value]) => ({ token: `$${name}`, value: valueText(value) }))
  const missing = promised(step, definition).filter((name) => !Object.hasOwn(step.variables, name))
  return [...own, ...set, ...missing.map((name) => ({ token: `$${name}`, value: undefined }))]
}

/** `Error code` of `Error code, empty when all went well`. */
function wordsOf(output: string, definition: NodeDefinition | undefined): { readonly words?: string } {
  const words = definition?.outputs.find(({ name }) => name === output)?.title.split(',', 1)[0]
  return words === undefined ? {} : { words }
}

function promised(step: StepResource, definition: NodeDefinition | undefined): readonly string[] {
  const names = (definition?.sets ?? []).flatMap((rule) => {
    if ('name' in rule) return [rule.name]
    if ('nameInput' in rule) return [step.inputs[rule.nameInput] || `${definition?.variablePrefix}_${step.nodeId}`]
    const rows = step.inputs[rule.perRow]
    if (!Array.isArray(rows)) return []
    return rows.map((row: Json) => (isJsonObject(row) ? row[rule.nameField] : undefined))
  })
  return [...new Set(names.filter((name) => typeof name === 'string'))]
}

/** A value as people read it: text bare, yes and no, everything else as JSON. */
function valueText(value: Json): string {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? runTexts.on : runTexts.off
  if (value === null || isEmptyObject(value)) return ''
  return typeof value === 'object' ? stringifyJson(value, 2) : String(value)
}

function isEmptyObject(value: Json): boolean {
  return isJsonObject(value) && Object.keys(value).length === 0
}
