import type { Reference } from '../../expressions/index.ts'
import type { Catalog } from '../../nodes/node-definition.ts'
import { indexCatalog } from '../catalog-index.ts'
import { MAX_PROBLEMS } from '../limits.ts'
import type { FlowProblem } from '../problem.ts'
import type { Flow, FlowNode } from '../schema.ts'
import type { VariableAnalysis } from '../variables/analysis.ts'
import { isSetAfter, statusIn } from '../variables/available-variables.ts'
import { emptyFrom, isDecidedBefore, isNamedBy } from '../variables/empty-from.ts'
import { type PeopleGroup, peopleGroups } from '../variables/people-fields.ts'
import { rewriteReference } from '../variables/rewrite-reference.ts'
import { systemGroups } from '../variables/system-variables.ts'
import { findingsOf } from './input-findings.ts'
import { fieldsBefore, suggestPath } from './suggest-path.ts'
import { whyUnset } from './why-unset.ts'

/** Every variable that a field uses is set before, on all paths. */
export function checkVariables(flow: Flow, catalog: Catalog, analysis: VariableAnalysis): FlowProblem[] {
  const { definitions, prefixes } = indexCatalog(catalog)
  const problems: FlowProblem[] = []
  let errors = 0
  for (const node of flow.nodes) {
    const definition = definitions.of(node)
    if (definition === undefined || node.disabled || !analysis.reachable.has(node.id)) continue
    for (const { path, template, isAtEnd, neverEmpty } of findingsOf(node.inputs, definition, prefixes).templates) {
      for (const reference of distinct(template.references)) {
        const problem = checkReference({ flow, catalog, analysis, node, reference, isAtEnd, neverEmpty })
        if (problem === null) continue
        problems.push({ ...problem, nodeId: node.id, path: `inputs.${path}` })
        if (problem.severity === 'error') errors += 1
        // Finding what was meant looks at the whole flow, and no more errors are listed than these.
        if (errors >= MAX_PROBLEMS) return problems
      }
    }
  }
  return problems
}

/** One problem per token and field is enough. Names in a section may be fields of its items. */
function distinct(references: readonly Reference[]): Reference[] {
  const bySource = new Map<string, Reference>()
  for (const reference of references) {
    if (!reference.isRelative && !bySource.has(reference.source)) bySource.set(reference.source, reference)
  }
  return [...bySource.values()]
}

interface Question {
  readonly flow: Flow
  readonly catalog: Catalog
  readonly analysis: VariableAnalysis
  readonly node: FlowNode
  readonly reference: Reference
  /** The field is filled in at the end of a run that the action begins. */
  readonly isAtEnd: boolean
  /** What to do instead, where the action cannot go on with an empty value. */
  readonly neverEmpty: string | undefined
}

type Answer = Omit<FlowProblem, 'nodeId' | 'path'> | null

function checkReference(question: Question): Answer {
  const { analysis, node, reference, isAtEnd } = question
  if (isAtEnd && isSetAfter(analysis, node.id, reference.path)) return null
  const ofPeople = peopleGroups.find((group) => group === reference.name)
  switch (statusIn(analysis, node.id, reference.path)) {
    case 'unconnected':
      return null
    case 'certain':
      return ofPeople === undefined ? mayBeEmpty(question) : null
    case 'some':
      if (ofPeople !== undefined) return nobodyMeant(question, ofPeople)
      return reference.role === 'value' ? notOnAllPaths(question) : null
    case 'unset':
    case 'unknown':
      return unknownVariable(question)
  }
}

/** Longer tokens were not mistyped, and would fill the list of problems. */
const MAX_SOURCE = 200

/** `$contact` where the run may be about nobody: the value stays empty, which the author may want. */
function nobodyMeant({ catalog, reference: { source, role } }: Question, group: PeopleGroup): Answer {
  if (role !== 'value') return null
  const finders = catalog.nodes.filter(({ means }) => means?.finds === true && means[group] !== undefined)
  const names = finders.map(({ title }) => title)
  const remedy = names.length === 0 ? '' : ` Put ${names.join(' or ')} before this action.`
  const what = group === 'contact' ? 'knows no contact' : 'belongs to no conversation'
  const message = `\`${source}\` stays empty where the run ${what}.${remedy}`
  return { severity: 'warning', code: 'VARIABLE_NOT_ON_ALL_PATHS', message }
}

/** An error where the action cannot go on with an empty value, unless the author has thought of that. */
function notOnAllPaths({ analysis, node, reference: { source, path }, neverEmpty }: Question): Answer {
  const message = `\`${source}\` is not set on every path to this action.`
  const problem = { code: 'VARIABLE_NOT_ON_ALL_PATHS' } as const
  if (neverEmpty === undefined || isDecidedBefore(analysis, node.id, path)) {
    return { ...problem, severity: 'warning', message: `${message} Where it is not, it stays empty.` }
  }
  const trigger = emptyFrom(analysis, node.id, path)
  const without = trigger === undefined ? '' : ` #${trigger.id} ${trigger.name} brings none.`
  return { ...problem, severity: 'error', message: `${message}${without} ${neverEmpty}` }
}

/** What starts the flow sets the variable, but perhaps to nothing. An Expected Input that need not come is a choice. */
function mayBeEmpty({ analysis, node, reference, neverEmpty }: Question): Answer {
  const { source, path, role } = reference
  if (neverEmpty === undefined || role !== 'value') return null
  const trigger = emptyFrom(analysis, node.id, path)
  // Asked last, because it reads the inputs of every action before this one.
  if (trigger === undefined || isDecidedBefore(analysis, node.id, path)) return null
  const empty = `\`${source}\` is empty when #${trigger.id} ${trigger.name} starts the flow without it.`
  const code = 'VARIABLE_NOT_ON_ALL_PATHS'
  if (!isNamedBy(trigger, path)) return { severity: 'error', code, message: `${empty} ${neverEmpty}` }
  return { severity: 'warning', code, message: `${empty} Make it required there, or give it a default.` }
}

function unknownVariable(question: Question): Answer {
  const { analysis, node, reference } = question
  const problem = { severity: 'error', code: 'VARIABLE_UNKNOWN' } as const
  const { source } = reference
  if (source.length > MAX_SOURCE) {
    return { ...problem, message: `\`${source.slice(0, MAX_SOURCE)}…\` is not set by any action before this one.` }
  }
  const reason = systemGroups.has(reference.name) ? null : whyUnset(question)
  if (reason !== null) return { ...problem, message: reason }
  const unset = `\`${source}\` is not set by any action before this one.`
  const path = suggestPath(analysis, node.id, reference.path)
  if (path !== null && reference.kind === 'argument') {
    return { ...problem, message: `${unset} Did you mean \`${rewriteReference(reference, path)}\`?` }
  }
  if (path !== null) {
    const replacement = rewriteReference(reference, path)
    const fix = { label: `Use ${replacement}`, find: source, replacement }
    return { ...problem, message: `${unset} Did you mean \`${replacement}\`?`, fix }
  }
  const fields = fieldsBefore(analysis, node.id, reference.name)
  if (fields.length > 0) return { ...problem, message: `${noSuchField(reference)} ${listed(fields)}` }
  if (reference.kind === 'argument') return { ...problem, message: `${unset} Put a text in quotes.` }
  if (question.neverEmpty !== undefined) return { ...problem, message: `${unset} ${question.neverEmpty}` }
  if (reference.kind !== 'dollar') return { ...problem, message: `${unset} Set it there, or correct the name.` }
  const replacement = `$${source}`
  const fix = { label: `Write ${replacement}`, find: source, replacement }
  return { ...problem, message: `${unset} To write it as plain text, write \`${replacement}\`.`, fix }
}

function noSuchField({ source, name }: Reference): string {
  return `\`${source}\` does not exist. \`${name}\` has`
}

function listed(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``)
  return `${quoted.slice(0, -1).join(', ')}${quoted.length > 1 ? ' and ' : ''}${quoted.at(-1)}.`
}
