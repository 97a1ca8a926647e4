/**
 * One finding about a flow. Errors stop a deploy, warnings do not. `path` leads to the place inside the node
 * (`inputs.url`, `inputs.headers[0].value`, `exits.failure`) or, without `nodeId`, inside the document.
 */
export interface FlowProblem {
  readonly severity: 'error' | 'warning'
  readonly nodeId?: number
  readonly path?: string
  readonly code: FlowProblemCode
  /** A sentence for the builder: what is wrong and what to do. */
  readonly message: string
  /** A one-click repair, where there is exactly one sensible: replace `find` by `replacement` at `path`. */
  readonly fix?: { readonly label: string; readonly find: string; readonly replacement: string }
}

export const flowProblemCodes = [
  'NO_TRIGGER',
  'TOO_MANY_OF_TYPE',
  'UNKNOWN_TYPE',
  'RETIRED_TYPE',
  'DUPLICATE_NODE_ID',
  'DANGLING_CONNECTION',
  'UNKNOWN_EXIT',
  'EXIT_CONNECTED_TWICE',
  'TRIGGER_HAS_ENTRY',
  'EXIT_NOT_CONNECTED',
  'UNREACHABLE',
  'INPUT_MISSING',
  'INPUT_INVALID',
  'SECRET_MISSING',
  'SECRET_WEAK',
  'TEMPLATE_INVALID',
  'VARIABLE_UNKNOWN',
  'VARIABLE_NOT_ON_ALL_PATHS',
  'VARIABLE_RESERVED',
  'VARIABLE_DUPLICATE',
  'QUERY_INVALID',
  'CONTENT_TYPE_CONFLICT',
  'JSON_IN_STRING',
  'BODY_INVALID',
  'DISABLED_BRANCH',
  'PATH_IN_USE',
  'TIME_ZONE_UNKNOWN',
  'NO_ADDRESS',
  'NEVER_ANSWERED',
] as const

export type FlowProblemCode = (typeof flowProblemCodes)[number]
