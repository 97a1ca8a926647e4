import type { Option, RunResource } from '@patchbay/shared/api'
import { nearestName, type Reference, tokenText } from '@patchbay/shared/expressions'
import type { AvailableVariable, Flow, FlowNode } from '@patchbay/shared/flow'
import {
  indexCatalog,
  inputAt,
  nodeById,
  queryRowsOf,
  suggestToken,
  variableStatus,
  variableStatusAtEnd,
  variablesAt,
  variablesAtEnd,
} from '@patchbay/shared/flow'
import { type Json, valueAt } from '@patchbay/shared/json'
import type { Catalog } from '@patchbay/shared/nodes'
import { keptSample } from '../../editing/kept-sample.ts'
import type { ActionTest } from '../../editing/store/editor-state.ts'
import { variableWords } from '../../editing/variable-words.ts'
import { queryValue } from '../widgets/query-value.ts'
import type { PillStyle } from './pill-ranges.ts'

export interface FieldVariable extends AvailableVariable {
  /** A value as it looked in the last test, else in the last run, else in the sample reply, else the sample of the definition. */
  readonly shownSample: string
  readonly sampleFrom: 'test' | 'run' | 'sample' | 'definition'
  /** What it holds, in words. */
  readonly words: string
}

/** The variables of one action's fields, ready for pills, completion and lists. */
export interface FieldVariables {
  readonly list: readonly FieldVariable[]
  readonly styleOf: (path: readonly (string | number)[]) => PillStyle
  /** What was probably meant by a token that is not known here, ready to be put in its place. */
  readonly suggestionFor: (reference: Reference) => string | null
}

/** Colours of the groups of the system, which no action sets. */
const SYSTEM_CATEGORY = 'logic'

export function fieldVariablesOf({
  document,
  catalog,
  nodeId,
  tests,
  lastRuns = [],
  isAtEnd = false,
  fields,
}: {
  readonly document: Flow
  readonly catalog: Catalog
  readonly nodeId: number
  readonly tests: Readonly<Record<number, ActionTest>>
  /** Runs of the flow whose values are shown, newest first, secrets masked. */
  readonly lastRuns?: readonly RunResource[]
  /** For inputs that are filled in at the end of a run. */
  readonly isAtEnd?: boolean
  /** Values within outputs, by the path of the output. */
  readonly fields?: ReadonlyMap<string, readonly Option[]>
}): FieldVariables {
  const known = isAtEnd ? variablesAtEnd : variablesAt
  const statusOf = isAtEnd ? variableStatusAtEnd : variableStatus
  const list = withFields(known(document, catalog, nodeId), fields).map((variable) =>
    withSample(variable, { document, catalog, tests, lastRuns }),
  )
  const categories = categoriesByPath(list)
  const styles = new Map<string, PillStyle>()
  return {
    list,
    suggestionFor: (reference) => suggestToken(document, catalog, nodeId, reference),
    styleOf: (path) => {
      const key = path.join('\u0000')
      const known = styles.get(key)
      if (known) return known
      const status = statusOf(document, catalog, nodeId, path)
      const category = categories.get(path.slice(0, 2).join('.')) ?? categories.get(String(path[0])) ?? SYSTEM_CATEGORY
      const words = variableWords(path, document, catalog)
      const style = { status, category, words }
      styles.set(key, style)
      return style
    },
  }
}

/** Behind an output the values within it. */
function withFields(
  list: readonly AvailableVariable[],
  fields: ReadonlyMap<string, readonly Option[]> = new Map(),
): readonly AvailableVariable[] {
  if (fields.size === 0) return list
  return list.flatMap((variable) => [
    variable,
    ...(fields.get(variable.path.join('.')) ?? []).map(({ value, label }): AvailableVariable => {
      const path = [...variable.path, value]
      const { producer, certain } = variable
      return { token: tokenText(path), path, title: label, producer, certain, type: 'any' }
    }),
  ])
}

function categoriesByPath(list: readonly FieldVariable[]): ReadonlyMap<string, string> {
  const categories = new Map<string, string>()
  for (const { path, producer } of list) {
    const category = producer?.category ?? SYSTEM_CATEGORY
    const [head = ''] = path
    if (!categories.has(head)) categories.set(head, category)
    if (path.length > 1) categories.set(path.slice(0, 2).join('.'), category)
  }
  return categories
}

interface Sources {
  readonly document: Flow
  readonly catalog: Catalog
  readonly tests: Readonly<Record<number, ActionTest>>
  readonly lastRuns: readonly RunResource[]
}

function withSample(variable: AvailableVariable, sources: Sources): FieldVariable {
  const words = variableWords(variable.path, sources.document, sources.catalog)
  return { ...variable, words, ...sampleOf(variable, sources) }
}

function sampleOf(variable: AvailableVariable, sources: Sources): Pick<FieldVariable, 'shownSample' | 'sampleFrom'> {
  const tested = testedValue(variable, sources)
  if (tested !== undefined) return { shownSample: sampleText(tested), sampleFrom: 'test' }
  // A run that failed leaves values out, and the count of characters must not fall with it.
  for (const run of sources.lastRuns) {
    const seen = valueInRun(variable, run)
    if (seen !== undefined) return { shownSample: sampleText(seen), sampleFrom: 'run' }
  }
  const kept = valueInSample(variable, sources)
  if (kept !== undefined) return { shownSample: sampleText(kept), sampleFrom: 'sample' }
  return { shownSample: variable.sample ?? '', sampleFrom: 'definition' }
}

/** What the last visit of the producing action set in a run. */
function valueInRun({ path, producer }: AvailableVariable, { steps }: RunResource): Json | undefined {
  const step = producer ? steps.findLast(({ nodeId }) => nodeId === producer.nodeId) : undefined
  if (!step) return undefined
  const [name = '', output, ...within] = path
  const [values, key] = output === undefined ? [step.variables, name] : [step.outputs, output]
  const value = Object.hasOwn(values, key) ? values[key] : undefined
  return value === undefined ? undefined : valueAt(value, within)
}

function testedValue({ path, producer }: AvailableVariable, { document, catalog, tests }: Sources): Json | undefined {
  const response = producer ? tests[producer.nodeId]?.response : undefined
  if (!producer || !response) return undefined
  if (path.length === 1) {
    // A variable that was made or changed after the test finds its value in the reply, too.
    const query = queryOf(nodeById(document, producer.nodeId), catalog, path[0])
    return query === undefined || !response.response ? undefined : queryValue(response.response.tree, query)
  }
  const [, output = ''] = path
  return Object.hasOwn(response.outputs, output) ? response.outputs[output] : undefined
}

/** What the query of a variable finds in the sample reply that is kept with its action. */
function valueInSample({ path, producer }: AvailableVariable, { document, catalog }: Sources): Json | undefined {
  const node = producer ? nodeById(document, producer.nodeId) : undefined
  const tree = keptSample(node)
  const query = path.length === 1 && tree !== undefined ? queryOf(node, catalog, path[0]) : undefined
  return query === undefined || tree === undefined ? undefined : queryValue(tree, query)
}

/** The query by which an action takes a variable out of its reply. */
function queryOf(node: FlowNode | undefined, catalog: Catalog, name: unknown): string | undefined {
  const definition = node && indexCatalog(catalog).definitions.of(node)
  const list = definition && queryRowsOf(definition)
  const rows = list && inputAt(node?.inputs, [list.field])
  if (list === undefined || !Array.isArray(rows)) return undefined
  const row: unknown = rows.find((candidate: unknown) => inputAt(candidate, [list.nameField]) === name)
  const query = inputAt(row, [list.queryField])
  return typeof query === 'string' ? query : undefined
}

/** As much of a value as a text message can hold, because its length is counted with it. */
const LONGEST_SHOWN = 2_000

/** A value in one line. */
export function sampleText(value: Json): string {
  if (typeof value === 'string') return value.replaceAll(/\s+/g, ' ').slice(0, LONGEST_SHOWN)
  if (value === null) return ''
  if (typeof value === 'object')
    return Array.isArray(value) ? `[ ${value.length} ]` : `{ ${Object.keys(value).length} }`
  return String(value)
}

/** Those whose name or title contains what was typed; names that begin with it come first within their group. */
export function matchingVariables(list: readonly FieldVariable[], typed: string): FieldVariable[] {
  const wanted = typed.toLowerCase()
  return list.filter(
    ({ path, title, words }) =>
      path.join('.').toLowerCase().includes(wanted) || `${title} ${words}`.toLowerCase().includes(wanted),
  )
}

/**
 * The variable that was probably meant by a name that matches none, as a list for the completion. A path that goes
 * on inside a known variable is meant as it is.
 */
export function nearestVariables(list: readonly FieldVariable[], typed: string): FieldVariable[] {
  const names = list.map(({ path }) => path.join('.'))
  const isInside = names.some((name) => typed.startsWith(`${name}.`) || typed.startsWith(`${name}[`))
  const near = typed === '' || isInside ? undefined : nearestName(typed, names)
  return list.filter(({ path }) => path.join('.') === near).slice(0, 1)
}
