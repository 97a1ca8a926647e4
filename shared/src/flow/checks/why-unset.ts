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

function settersOf({ flow, catalog, reference }: Question): Setter[] {
  const { definitions } = indexCatalog(catalog)
  const keys = [keyOf(reference.path.slice(0, 2)), keyOf(reference.path.slice(0, 1))]
  return flow.nodes.flatMap((node) => {
    const definition = definitions.get(node.type)
    if (definition === undefined) return []
    const production = productionsOf(node, definition).find(({ key, own, path }) => {
      // `$EXTCALL_2.typo` is no output, although `$EXTCALL_2` is one.
      const isWhole = own && path.length === 1
      return key === keys[0] || (key === keys[1] && (!isWhole || reference.path.length === 1))
    })
    return production === undefined ? [] : [{ node, definition, production }]
  })
}

function exitLabels({ definition, production }: Setter): string {
  const labels = (production.exits ?? []).map((id) => {
    const rule = definition.exits.find((exit) => exit.id === id)
    return rule?.label ?? id
  })
  return labels.join(' or ')
}
