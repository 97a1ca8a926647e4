import type { Address } from '../../api/addresses.ts'
import type { Catalog } from '../../nodes/node-definition.ts'
import { MAX_PROBLEMS } from '../limits.ts'
import type { FlowProblem } from '../problem.ts'
import type { Flow } from '../schema.ts'
import { analyseVariables } from '../variables/analysis.ts'
import { checkAnswers } from './answer-checks.ts'
import { checkConnections } from './connection-checks.ts'
import { checkExits, checkReachable } from './exit-checks.ts'
import { checkInputs } from './input-checks.ts'
import { checkAddresses, checkNodes, checkTriggers } from './node-checks.ts'
import { checkSettings } from './settings-checks.ts'
import { checkVariables } from './variable-checks.ts'

export interface CheckOptions {
  /** Addresses assigned to the flow; without it addresses are not checked. */
  readonly addresses?: readonly Address[]
}

/**
 * Everything about a flow that can be judged without a database: graph, exits, required inputs, templates,
 * variables, queries, content types. Errors come first, then the order of the document; of each severity at most
 * `MAX_PROBLEMS` are listed. Never throws on a
 * document that passes `FlowSchema`, whatever its `inputs` hold. JSON-Schema problems are the server's part.
 *
 * What a disabled action holds is not checked, as it does not run. Variables are not checked where no trigger
 * leads: the warning that it never runs says more than a list of names.
 */
export function checkFlow(flow: Flow, catalog: Catalog, options: CheckOptions = {}): FlowProblem[] {
  const analysis = analyseVariables(flow, catalog)
  const problems = [
    ...checkSettings(flow),
    ...checkTriggers(flow, catalog),
    ...checkNodes(flow, catalog),
    ...checkAddresses(flow, catalog, options.addresses),
    ...checkConnections(flow, analysis.facts),
    ...checkReachable(flow, analysis),
    ...checkInputs(flow, catalog),
    ...checkVariables(flow, catalog, analysis),
    ...checkExits(flow, analysis),
    ...checkAnswers(flow, catalog, analysis),
  ]
  return listProblems(flow, problems)
}

/** Errors first, then in the order of the document, those of the flow itself before those of its actions; bounded. */
export function listProblems(flow: Flow, problems: readonly FlowProblem[]): FlowProblem[] {
  const { error = [], warning = [] } = Object.groupBy(inOrder(flow, problems), ({ severity }) => severity)
  return [...error.slice(0, MAX_PROBLEMS), ...warning.slice(0, MAX_PROBLEMS)]
}

function inOrder(flow: Flow, problems: readonly FlowProblem[]): FlowProblem[] {
  const places = new Map(flow.nodes.map((node, index) => [node.id, index] as const).reverse())
  const place = ({ nodeId }: FlowProblem) => (nodeId === undefined ? -1 : (places.get(nodeId) ?? -1))
  const weight = ({ severity }: FlowProblem) => (severity === 'error' ? 0 : 1)
  return problems.toSorted((a, b) => weight(a) - weight(b) || place(a) - place(b))
}
