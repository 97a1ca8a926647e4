import { isFailureExit } from '../exits.ts'
import type { FlowProblem } from '../problem.ts'
import type { Flow, FlowNode } from '../schema.ts'
import type { VariableAnalysis } from '../variables/analysis.ts'
import { isBranch, type NodeFacts } from '../variables/node-facts.ts'

/**
 * Failure exits lead somewhere where the run would otherwise go on, and what decides the way is not disabled. After the
 * last action of a way there is nothing that a failure could leave out: an open end there is how flows end.
 */
export function checkExits(flow: Flow, { facts, reachable }: VariableAnalysis): FlowProblem[] {
  const connected = new Set(flow.connections.map(({ from, exit }) => `${from} ${exit}`))
  return flow.nodes.flatMap((node) => {
    const known = facts.get(node.id)
    if (known === undefined) return []
    if (node.disabled) return isBranch(known) ? [disabledBranch(node)] : []
    if (!reachable.has(node.id)) return []
    const { branch } = known.definition
    if (branch !== undefined && !connected.has(`${node.id} ${branch}`)) return [emptyBranch(node, known, branch)]
    const goesOn = known.exits.some(({ id }) => connected.has(`${node.id} ${id}`))
    const open = goesOn ? known.exits.filter(({ id }) => isFailureExit(id) && !connected.has(`${node.id} ${id}`)) : []
    return open.map((exit) => openFailure(node, exit.label, known))
  })
}

/** Actions that are on but that no trigger leads to. Without any trigger that one problem says it all. */
export function checkReachable(flow: Flow, { facts, reachable }: VariableAnalysis): FlowProblem[] {
  if (reachable.size === 0) return []
  return flow.nodes
    .filter((node) => facts.get(node.id)?.definition.kind === 'action' && !node.disabled && !reachable.has(node.id))
    .map((node) => ({
      severity: 'warning',
      nodeId: node.id,
      code: 'UNREACHABLE',
      message: `No trigger leads to #${node.id} ${node.name}, so it never runs. Connect it, or delete it.`,
    }))
}

function openFailure(node: FlowNode, label: string, { definition }: NodeFacts): FlowProblem {
  const rule = definition.exits.find((exit) => isFailureExit(exit.id))
  const meaning = rule !== undefined && 'whenOpen' in rule ? rule.whenOpen : undefined
  return {
    severity: 'warning',
    nodeId: node.id,
    path: 'exits.failure',
    code: 'EXIT_NOT_CONNECTED',
    message: `${label} is not connected. ${meaning ?? 'If this action fails, the run ends here.'}`,
  }
}

function emptyBranch(node: FlowNode, { exits }: NodeFacts, branch: string): FlowProblem {
  const label = exits.find(({ id }) => id === branch)?.label ?? branch
  const message = `${label} is not connected, so nothing happens. Connect what is to be done.`
  return { severity: 'warning', nodeId: node.id, path: `exits.${branch}`, code: 'EXIT_NOT_CONNECTED', message }
}

function disabledBranch(node: FlowNode): FlowProblem {
  return {
    severity: 'error',
    nodeId: node.id,
    code: 'DISABLED_BRANCH',
    message: `#${node.id} ${node.name} is disabled, but it decides where a run goes on. Enable it, or delete it and connect what follows.`,
  }
}
