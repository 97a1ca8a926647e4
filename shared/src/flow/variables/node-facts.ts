import type { Exit, Listens, NodeDefinition, OutputField, VariableRule } from '../../nodes/node-definition.ts'
import { exitsOf, isFailureExit } from '../exits.ts'
import { conditionHolds } from '../field-condition.ts'
import { inputAt, isRecord, ownValue, parseInputPath } from '../input-path.ts'
import type { FlowNode } from '../schema.ts'
import { withDefaults } from '../with-defaults.ts'
import { type PeopleGroup, peopleGroups } from './people-fields.ts'

/** One variable that an action leaves behind. */
export interface Production {
  /** The path as one text, for look-ups. */
  readonly key: string
  readonly path: readonly string[]
  readonly title: string
  readonly type: OutputField['type']
  readonly sample?: string
  /** Exits on which it is set; null means all. */
  readonly exits: readonly string[] | null
  /** Whether a new visit forgets it first: true of an action's own outputs, not of flow-wide names. */
  readonly own: boolean
  /** It may be set to nothing. */
  readonly mayBeEmpty?: true
  /** Whether pickers offer it; the whole `$EXTCALL_2` can be used but is not offered. */
  readonly listed: boolean
}

/** What the definition says about one node, worked out once per node object. */
export interface NodeFacts {
  readonly definition: NodeDefinition
  readonly exits: readonly Exit[]
  /** Exits by which a run can leave: the first one only while the node is disabled. */
  readonly openExits: ReadonlySet<string>
  /** Empty while the node is disabled. */
  readonly productions: readonly Production[]
  /** Equal for nodes that set the same variables on the same exits. */
  readonly signature: string
}

const factsByNode = new WeakMap<FlowNode, NodeFacts>()

export function factsOf(node: FlowNode, definition: NodeDefinition): NodeFacts {
  const known = factsByNode.get(node)
  if (known?.definition === definition) return known
  const exits = exitsOf(definition, node.inputs)
  const openExits = exits.slice(0, node.disabled ? 1 : exits.length).map((exit) => exit.id)
  const productions = node.disabled ? [] : productionsOf(node, definition)
  const signature = JSON.stringify([definition.kind, openExits, productions.map(({ key, exits }) => [key, exits])])
  const facts: NodeFacts = { definition, exits, openExits: new Set(openExits), productions, signature }
  factsByNode.set(node, facts)
  return facts
}

/** Whether the action decides where a run goes on, so that it cannot be passed through. */
export function isBranch(facts: NodeFacts): boolean {
  return facts.exits.filter((exit) => !isFailureExit(exit.id)).length > 1
}

const KEY_SEPARATOR = '\u0000'

export function keyOf(path: readonly (string | number)[]): string {
  return path.join(KEY_SEPARATOR)
}

export function pathOfKey(key: string): readonly string[] {
  return key.split(KEY_SEPARATOR)
}

/** Flow-wide variables first, then the action's own outputs. */
export function productionsOf(node: FlowNode, definition: NodeDefinition): Production[] {
  const root = `${definition.variablePrefix}_${node.id}`
  const inputs = withDefaults(definition.inputs, node.inputs)
  const whole = own([root], 'Everything this action left', 'object')
  return [
    ...definition.sets.flatMap((rule) => productionsOfRule(rule, inputs, root)),
    ...definition.outputs
      .filter(({ when }) => conditionHolds(when, inputs))
      .flatMap((output) => productionsOfOutput(root, output)),
    ...(definition.outputs.length > 0 ? [whole] : []),
    ...peopleOf(definition),
  ]
}

/** From here on `$contact` or `$conversation` is somebody's: of the message that came, or of whom the action has found. */
function peopleOf({ means, listens }: NodeDefinition): Production[] {
  const known = ({ path, exits = null }: { path: PeopleGroup; exits?: readonly string[] | null }): Production => {
    return { key: keyOf([path]), path: [path], title: path, type: 'object', exits, own: false, listed: false }
  }
  if (listens !== undefined && bringsPeople(listens)) return peopleGroups.map((path) => known({ path }))
  if (means === undefined) return []
  return peopleGroups.flatMap((path) => (means[path] === undefined ? [] : known({ path, exits: means.exits ?? null })))
}

/** A run that another one has started takes over whom that one was about. */
function bringsPeople(listens: Listens): boolean {
  return 'address' in listens || 'jump' in listens || 'end' in listens || 'events' in listens
}

function productionsOfOutput(root: string, { fields = [], ...output }: OutputField): Production[] {
  const exits = output.exits ?? null
  const produced = (
    { title, type, sample }: Pick<OutputField, 'title' | 'type' | 'sample'>,
    path: readonly string[],
  ) => ({
    ...own(path, title, type),
    exits,
    ...(sample === undefined ? {} : { sample }),
  })
  return [
    { ...produced(output, [root, output.name]), listed: fields.length === 0 },
    ...fields.map((field) => ({ ...produced(field, [root, output.name, field.name]), listed: true })),
  ]
}

function own(path: readonly string[], title: string, type: OutputField['type']): Production {
  return { key: keyOf(path), path, title, type, exits: null, own: true, listed: false }
}

function productionsOfRule(rule: VariableRule, inputs: Readonly<Record<string, unknown>>, root: string): Production[] {
  const exits = rule.exits ?? null
  if (!('perRow' in rule)) {
    const name = 'name' in rule ? rule.name : nameIn(inputs, rule.nameInput) || root
    const sample = rule.sample === undefined ? {} : { sample: rule.sample }
    const empty = 'mayBeEmpty' in rule ? ({ mayBeEmpty: true } as const) : {}
    return [{ ...flowWide(name, rule.title), exits, type: 'type' in rule ? rule.type : 'text', ...sample, ...empty }]
  }
  const rows: unknown = inputAt(inputs, parseInputPath(rule.perRow))
  if (!Array.isArray(rows)) return []
  return rows.flatMap((row: unknown) => {
    const name = isRecord(row) ? ownValue(row, rule.nameField) : undefined
    if (!isRecord(row) || typeof name !== 'string' || name === '') return []
    const { typeField, sampleField } = rule
    const title = textIn(row, 'description') ?? name
    const type = outputTypes.find((known) => typeField !== undefined && ownValue(row, typeField) === known) ?? 'any'
    const sample = sampleField === undefined ? undefined : textIn(row, sampleField)
    const empty = isOptionalRow(rule, row) ? ({ mayBeEmpty: true } as const) : {}
    return [{ ...flowWide(name, title), exits, type, ...(sample === undefined ? {} : { sample }), ...empty }]
  })
}

function isOptionalRow(
  { requiredField, defaultField }: Extract<VariableRule, { readonly perRow: string }>,
  row: Readonly<Record<string, unknown>>,
): boolean {
  if (requiredField === undefined || ownValue(row, requiredField) !== false) return false
  return defaultField === undefined || textIn(row, defaultField) === undefined
}

function nameIn(inputs: Readonly<Record<string, unknown>>, field: string): string {
  const name = inputAt(inputs, parseInputPath(field))
  return typeof name === 'string' ? name.trim() : ''
}

/** A date is a text. */
const outputTypes = ['text', 'number', 'boolean', 'object', 'list'] as const satisfies readonly OutputField['type'][]

function textIn(row: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = ownValue(row, name)
  return typeof value === 'string' && value !== '' ? value : undefined
}

function flowWide(name: string, title: string): Production {
  return { key: keyOf([name]), path: [name], title, type: 'any', exits: null, own: false, listed: true }
}
