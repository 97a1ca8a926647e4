import type { Catalog } from '../../nodes/node-definition.ts'
import type { Flow } from '../schema.ts'
import type { AvailableVariable, VariableStatus } from './available-variable.ts'

/** The variables that the inputs of an action may use: nearest producer first, system groups last. */
export function variablesAt(_flow: Flow, _catalog: Catalog, _nodeId: number): AvailableVariable[] {
  return []
}

/** How a reference such as `['EXTCALL_2', 'statusCode']` stands at an action: drives pills and problems. */
export function variableStatus(
  _flow: Flow,
  _catalog: Catalog,
  _nodeId: number,
  _path: readonly (string | number)[],
): VariableStatus {
  return 'unknown'
}
