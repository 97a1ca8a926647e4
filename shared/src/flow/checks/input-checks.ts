import type { Catalog } from '../../nodes/node-definition.ts'
import { indexCatalog } from '../catalog-index.ts'
import type { FlowProblem } from '../problem.ts'
import type { Flow, FlowNode } from '../schema.ts'
import { type Finding, findingsOf } from './input-findings.ts'

/** Problems of what stands in the fields, variables apart. */
export function checkInputs(flow: Flow, catalog: Catalog): FlowProblem[] {
  const { definitions, prefixes } = indexCatalog(catalog)
  return flow.nodes.flatMap((node) => {
    const definition = definitions.of(node)
    if (definition === undefined || node.disabled) return []
    return findingsOf(node.inputs, definition, prefixes).findings.map((finding) => toProblem(node, finding))
  })
}

function toProblem(node: FlowNode, { severity, code, path, message, continuesId, fix }: Finding): FlowProblem {
  return {
    severity,
    nodeId: node.id,
    path: `inputs.${path}`,
    code,
    message: continuesId ? `#${node.id} ${message}` : message,
    ...(fix === undefined ? {} : { fix }),
  }
}
