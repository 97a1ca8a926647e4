import type { Catalog } from '../../nodes/node-definition.ts'
import type { FlowProblem } from '../problem.ts'
import type { Flow } from '../schema.ts'

export interface CheckOptions {
  /** Phone numbers assigned to the flow; without it numbers are not checked. */
  readonly numbers?: readonly string[]
}

/**
 * Everything about a flow that can be judged without a database: graph, exits, required inputs, templates,
 * variables, queries, content types. Errors come first, then the order of the document. Never throws on a
 * document that passes `FlowSchema`, whatever its `inputs` hold. JSON-Schema problems are the server's part.
 */
export function checkFlow(_flow: Flow, _catalog: Catalog, _options: CheckOptions = {}): FlowProblem[] {
  return []
}
