import type { Catalog } from '../../nodes/node-definition.ts'
import { conditionHolds } from '../field-condition.ts'
import { reachableFrom } from '../graph.ts'
import { formatInputPath, parseInputPath } from '../input-path.ts'
import type { FlowProblem } from '../problem.ts'
import type { Flow, FlowNode } from '../schema.ts'
import type { VariableAnalysis } from '../variables/analysis.ts'

/** A caller that waits for an answer of the flow gets one only where an action that answers can be reached. */
export function checkAnswers(flow: Flow, catalog: Catalog, { graph, facts }: VariableAnalysis): FlowProblem[] {
  const answering = catalog.nodes.find(({ answers }) => answers === true)?.title ?? ''
  const answers = (id: number) => facts.get(id)?.definition.answers === true && graph.nodes.get(id)?.disabled !== true
  return flow.nodes.flatMap((node): FlowProblem[] => {
    const waits = facts.get(node.id)?.definition.awaitsAnswer
    if (waits === undefined || node.disabled === true || !conditionHolds(waits, node.inputs)) return []
    if ([...reachableFrom(graph, [node.id])].some(answers)) return []
    return [neverAnswered(node, answering, formatInputPath(['inputs', ...parseInputPath(waits.field)]))]
  })
}

function neverAnswered(node: FlowNode, answering: string, path: string): FlowProblem {
  const message =
    `The caller waits until the flow responds, but no ${answering} follows #${node.id} ${node.name}: it gets 202 when ` +
    `its time is over. Add ${answering}, or choose another Answer.`
  return { severity: 'warning', nodeId: node.id, path, code: 'NEVER_ANSWERED', message }
}
