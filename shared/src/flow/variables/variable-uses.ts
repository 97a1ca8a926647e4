import type { Reference } from '../../expressions/index.ts'
import { type Scan, scanTemplate } from '../../expressions/scan.ts'
import type { Catalog } from '../../nodes/node-definition.ts'
import { indexCatalog } from '../catalog-index.ts'
import { placeOf } from '../checks/input-findings.ts'
import { effectiveContentType } from '../content-type.ts'
import type { InputPath } from '../input-path.ts'
import type { Flow } from '../schema.ts'
import { walkInputs } from '../walk-inputs.ts'
import { analyseVariables, type VariableAnalysis } from './analysis.ts'
import { keyOf } from './node-facts.ts'

/** One field of an action that names a variable, with every place in its text. */
export interface VariableUse {
  readonly nodeId: number
  /** Below `inputs`. */
  readonly path: InputPath
  readonly text: string
  readonly references: readonly Reference[]
  readonly scan: Scan
}

export interface VariableUses {
  /** Fields that a run can come to with the value this action set. */
  readonly reached: readonly VariableUse[]
  /** Fields that name the variable, but never get this action's value. */
  readonly elsewhere: readonly VariableUse[]
  /** Other actions that set a variable of the same name. */
  readonly alsoSetBy: readonly number[]
}

/**
 * Where a flow-wide variable that an action sets is used. An action that sets the name again shadows it: what
 * comes after that one is elsewhere. Names in a mustache section count only when they name no field of its item.
 */
export function variableUses(flow: Flow, catalog: Catalog, nodeId: number, name: string): VariableUses {
  const analysis = analyseVariables(flow, catalog)
  const arrivals = arrivalsOf(analysis, nodeId, keyOf([name]))
  const reached: VariableUse[] = []
  const elsewhere: VariableUse[] = []
  for (const use of usesOf(flow, catalog, name)) (arrivals.has(use.nodeId) ? reached : elsewhere).push(use)
  const alsoSetBy = flow.nodes.filter(({ id }) => id !== nodeId && setsOn(analysis, id, keyOf([name])) !== undefined)
  return { reached, elsewhere, alsoSetBy: alsoSetBy.map(({ id }) => id) }
}

/** How many places name the variable, for a sentence. */
export function countUses(uses: readonly VariableUse[]): number {
  return uses.reduce((sum, { references }) => sum + references.length, 0)
}

/** The actions that a run reaches from the producer before another one sets the same name. */
function arrivalsOf(analysis: VariableAnalysis, producer: number, key: string): ReadonlySet<number> {
  const arrived = new Set<number>()
  const setBy = setsOn(analysis, producer, key)
  if (setBy === undefined) return arrived
  for (const { exit, to } of analysis.graph.outgoing.get(producer) ?? []) if (setBy(exit)) arrived.add(to)
  for (const id of arrived) {
    const shadows = setsOn(analysis, id, key)
    for (const { exit, to } of analysis.graph.outgoing.get(id) ?? []) if (!shadows?.(exit)) arrived.add(to)
  }
  return arrived
}

/** Tells by which exits an action sets a variable; undefined when it never does. */
function setsOn({ facts }: VariableAnalysis, nodeId: number, key: string): ((exit: string) => boolean) | undefined {
  const productions = facts.get(nodeId)?.productions.filter((production) => production.key === key) ?? []
  if (productions.length === 0) return undefined
  return (exit) => productions.some(({ exits }) => exits === null || exits.includes(exit))
}

function usesOf(flow: Flow, catalog: Catalog, name: string): VariableUse[] {
  const { definitions } = indexCatalog(catalog)
  const uses: VariableUse[] = []
  for (const { id: nodeId, type, inputs } of flow.nodes) {
    const definition = definitions.get(type)
    if (definition === undefined) continue
    walkInputs(definition.inputs, inputs, ({ schema, path, value: text, inputs: all }) => {
      const hints = schema['x-template']
      if (hints === undefined || typeof text !== 'string' || !text.includes(name)) return
      const scan = scanTemplate(text, placeOf(hints, effectiveContentType(all, hints)))
      const references = scan.references.filter((reference) => reference.name === name && !reference.isRelative)
      if (references.length > 0) uses.push({ nodeId, path, text, references, scan })
    })
  }
  return uses
}
