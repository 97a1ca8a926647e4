import type { Catalog, NodeDefinition } from '../../nodes/node-definition.ts'
import { indexCatalog } from '../catalog-index.ts'
import { upstreamOf } from '../graph.ts'
import type { Flow, FlowNode } from '../schema.ts'
import type { VariableAnalysis } from '../variables/analysis.ts'
import { keyOf, type Production, productionsOf } from '../variables/node-facts.ts'

interface Question {
  readonly flow: Flow
  readonly catalog: Catalog
  readonly analysis: VariableAnalysis
  readonly node: FlowNode
  readonly reference: { readonly path: readonly (string | number)[]; readonly source: string }
}

interface Setter {
  readonly node: FlowNode
  readonly definition: NodeDefinition
  readonly production: Production
}

/** Why a variable that exists in the flow has no value at this action, with what to do; null when none sets it. */
export function whyUnset(question: Question): string | null {
  const { analysis, node, reference } = question
  const setters = settersOf(question)
  if (setters.length === 0) return null
  const before = upstreamOf(analysis.graph, node.id)
  const setter = setters.find((candidate) => before.has(candidate.node.id)) ?? setters[0]
  if (setter === undefined) return null
  const subject = `\`${reference.source}\` is set by #${setter.node.id} ${setter.node.name}`
  if (setter.node.disabled) return `${subject}, which is disabled. Enable it, or use another variable.`
  if (setter.node.id === node.id) return `${subject} itself, so it has no value yet. Use a variable set before.`
  if (!before.has(setter.node.id))
    return `${subject}, which does not run before this action. Move it, or use another variable.`
  const labels = exitLabels(setter)
  return `${subject} only when it leaves by ${labels}, and that way does not lead here.`
}

/** Who sets the field, or the flow-wide name; `$EXTCALL_2.typo` is no output, although `$EXTCALL_2` is one. */
function settersOf({ flow, catalog, reference }: Question): readonly Setter[] {
  const setters = settersByKey(flow, catalog)
  const field = setters.get(keyOf(reference.path.slice(0, 2)))
  if (field !== undefined) return field
  const named = setters.get(keyOf(reference.path.slice(0, 1))) ?? []
  return reference.path.length === 1 ? named : named.filter(({ production }) => !production.own)
}

type Setters = ReadonlyMap<string, readonly Setter[]>

const settersByFlow = new WeakMap<Flow, { readonly catalog: Catalog; readonly setters: Setters }>()

/** All that would set each variable, disabled actions included. */
function settersByKey(flow: Flow, catalog: Catalog): Setters {
  const known = settersByFlow.get(flow)
  if (known?.catalog === catalog) return known.setters
  const { definitions } = indexCatalog(catalog)
  const setters = new Map<string, Setter[]>()
  for (const node of flow.nodes) {
    const definition = definitions.of(node)
    for (const production of definition === undefined ? [] : productionsOf(node, definition)) {
      const others = setters.get(production.key) ?? []
      if (definition !== undefined) setters.set(production.key, [...others, { node, definition, production }])
    }
  }
  settersByFlow.set(flow, { catalog, setters })
  return setters
}

function exitLabels({ definition, production }: Setter): string {
  const labels = (production.exits ?? []).map((id) => {
    const rule = definition.exits.find((exit) => exit.id === id)
    return rule?.label ?? id
  })
  return labels.join(' or ')
}
