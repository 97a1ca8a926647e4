import { listReferences, tokenText } from '../expressions/index.ts'
import type { NodeDefinition, SummaryCell, SummaryPart } from '../nodes/node-definition.ts'
import type { UiHints } from '../nodes/ui-schema.ts'
import { conditionHolds } from './field-condition.ts'
import { inputAt, isRecord, ownValue, parseInputPath } from './input-path.ts'
import { type InputSchema, itemSchemaOf, schemaAt } from './input-schema.ts'
import type { FlowNode } from './schema.ts'
import { walkInputs } from './walk-inputs.ts'
import { withDefaults } from './with-defaults.ts'

/** A piece of the key setting on a block. */
export interface SummarySegment {
  readonly text: string
  /** `variable` is a `$name` inside a text. */
  readonly style: 'text' | 'mono' | 'variable'
}

export interface NodeSummary {
  readonly parts: readonly SummarySegment[]
  /** What is missing, such as `URL of Service is empty`; shown instead of the parts. */
  readonly problem?: string
}

export interface SummaryOptions {
  /** What the addresses that start the flow are called, and these as people read them; left out while not known. */
  readonly addresses?: { readonly title: string; readonly shown: readonly string[] }
}

/** More than fits on the line of a block; the rest would only be cut by the page. */
const LONGEST_TEXT = 160

type Inputs = Readonly<Record<string, unknown>>

/** The one line on a block that says what the action is set to. */
export function summaryOf(definition: NodeDefinition, node: FlowNode, options: SummaryOptions = {}): NodeSummary {
  const inputs = withDefaults(definition.inputs, node.inputs)
  const problem = firstEmpty(definition, node.inputs)
  const groups = definition.summary.map((part) => segmentsOf(part, { definition, inputs, options }))
  const parts = groups.filter((group) => group.length > 0).flatMap(withSpaces)
  return problem === null ? { parts } : { parts, problem }
}

/** Groups are set apart by a space, unless the one before is meant to touch the next (`/hooks/`). */
function withSpaces(group: SummarySegment[], index: number, groups: SummarySegment[][]): SummarySegment[] {
  const before = groups[index - 1]?.at(-1)?.text ?? ''
  const [first, ...rest] = group
  if (first === undefined || index === 0 || before.endsWith('/') || before.endsWith(' ')) return group
  return [{ text: ' ', style: 'text' }, first, ...rest]
}

/** The message of the first required field that is shown and empty. */
function firstEmpty({ inputs: schema }: NodeDefinition, inputs: Inputs): string | null {
  let first: string | null = null
  walkInputs(schema, inputs, ({ schema: field, value, visible, required }) => {
    const message = field['x-ui']?.emptyMessage
    if (first !== null || !visible || message === undefined || !required) return
    if (isEmpty(value)) first = message
  })
  return first
}

function isEmpty(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === ''
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0)
}

type FieldPart = Extract<SummaryPart, { field: string }>
type RowsPart = Extract<SummaryPart, { rows: string }>
type CountPart = Extract<SummaryPart, { count: string }>

interface Source {
  readonly definition: NodeDefinition
  readonly inputs: Inputs
  readonly options: SummaryOptions
}

function segmentsOf(part: SummaryPart, source: Source): SummarySegment[] {
  if ('text' in part) return plain(part.text)
  if ('addresses' in part) return addressSegments(source.options.addresses)
  if ('rows' in part) return withPrefix(part.prefix, rowSegments(part, source))
  if ('count' in part) return countSegments(part, source.inputs)
  return withPrefix(part.prefix, fieldSegments(part, source))
}

function withPrefix(prefix: string | undefined, segments: SummarySegment[]): SummarySegment[] {
  return prefix === undefined || segments.length === 0 ? segments : [...plain(`${prefix} `), ...segments]
}

function addressSegments(addresses: SummaryOptions['addresses']): SummarySegment[] {
  if (addresses === undefined) return []
  const [first, ...others] = addresses.shown
  if (first === undefined) return plain(`No ${addresses.title.toLowerCase()} yet`)
  return plain(others.length === 0 ? first : `${first} and ${others.length} more`)
}

/** Nothing for a field that the form hides. */
function fieldSegments({ field, style, unless }: FieldPart, { definition, inputs }: Source): SummarySegment[] {
  if (unless !== undefined && conditionHolds(unless, inputs)) return []
  const path = parseInputPath(field)
  const hints = schemaAt(definition.inputs, path)?.['x-ui'] ?? {}
  return conditionHolds(hints.visibleWhen, inputs) ? valueSegments(inputAt(inputs, path), style, hints) : []
}

function valueSegments(value: unknown, style: FieldPart['style'], hints: UiHints): SummarySegment[] {
  const text = shownText(value, hints).slice(0, LONGEST_TEXT)
  switch (style) {
    case 'url':
      return template(text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, ''))
    case 'template':
      return template(text)
    case 'mono':
      return text === '' ? [] : [{ text, style: 'mono' }]
    case 'variable':
      return text === '' ? [] : [{ text: tokenText([text]), style: 'variable' }]
    default:
      return plain(text)
  }
}

function shownText(value: unknown, hints: UiHints): string {
  if (Array.isArray(value)) return value.map((item) => shownText(item, hints)).join(', ')
  if (typeof value === 'number') return hints.unit === undefined ? String(value) : `${value} ${hints.unit}`
  return typeof value === 'string' ? (ownText(hints.optionLabels, value) ?? value) : ''
}

function ownText(labels: UiHints['optionLabels'], value: string): string | undefined {
  return labels !== undefined && Object.hasOwn(labels, value) ? labels[value] : undefined
}

/** Such as `$a, $b`, or `$temp is greater than 80 and $winds contains mph`; rows that say nothing are left out. */
function rowSegments({ rows, cells, join }: RowsPart, { definition, inputs }: Source): SummarySegment[] {
  const list = schemaAt(definition.inputs, parseInputPath(rows))
  const row = list === undefined ? undefined : itemSchemaOf(list)
  const word = join && ownText(join.words, String(ownValue(inputs, join.field)))
  const between = plain(word === undefined ? ', ' : ` ${word} `)
  const shown = rowsAt(inputs, rows).map((values) => {
    const texts = cells.map((cell) => cellSegments(cell, values, row))
    return joined(texts, plain(' '))
  })
  return joined(shown, between)
}

function joined(groups: SummarySegment[][], between: SummarySegment[]): SummarySegment[] {
  const shown = groups.filter((group) => group.length > 0)
  return shown.flatMap((group, index) => (index === 0 ? group : [...between, ...group]))
}

function cellSegments(cell: SummaryCell, row: unknown, schema: InputSchema | undefined): SummarySegment[] {
  if (!isRecord(row) || (cell.unless !== undefined && conditionHolds(cell.unless, row))) return []
  const path = parseInputPath(cell.field)
  const hints = (schema && schemaAt(schema, path)?.['x-ui']) ?? {}
  return withPrefix(cell.prefix, valueSegments(inputAt(row, path), cell.style, hints))
}

function countSegments({ count, one, other }: CountPart, inputs: Inputs): SummarySegment[] {
  const { length } = rowsAt(inputs, count)
  return length === 0 ? [] : plain((length === 1 ? one : other).replace('{n}', String(length)))
}

function rowsAt(inputs: Inputs, field: string): readonly unknown[] {
  const rows: unknown = inputAt(inputs, parseInputPath(field))
  return Array.isArray(rows) ? rows : []
}

function plain(text: string): SummarySegment[] {
  return text === '' ? [] : [{ text, style: 'text' }]
}

/** A text with its `$variables` set off. */
function template(text: string): SummarySegment[] {
  const segments: SummarySegment[] = []
  let end = 0
  for (const reference of listReferences(text)) {
    if (reference.kind === 'argument') continue
    segments.push(...plain(text.slice(end, reference.start)), { text: reference.source, style: 'variable' })
    end = reference.end
  }
  return [...segments, ...plain(text.slice(end))]
}
