import type { NodeCategory, OutputField } from '../../nodes/node-definition.ts'

/** The action that sets a variable, as pickers and pills show it. */
export interface VariableProducer {
  readonly nodeId: number
  readonly name: string
  readonly type: string
  readonly category: NodeCategory
}

/** A variable that a field of some action may use. */
export interface AvailableVariable {
  /** What one types: `$temp`, `$EXTCALL_2.statusCode`, `${order-no}`. */
  readonly token: string
  readonly path: readonly string[]
  readonly title: string
  /** The nearest action that sets it, or null for the groups of the system (DateTime, Flow, Run, item). */
  readonly producer: VariableProducer | null
  /** Whether every path to the action sets it. */
  readonly certain: boolean
  readonly type: OutputField['type']
  /** A value it might have, from the definition. */
  readonly sample?: string
}

/**
 * How a reference stands at an action. `certain`: set on every path. `some`: on some paths only. `unset`: an
 * action sets it, but none before this one. `unknown`: no action sets it. `unconnected`: no trigger leads to the
 * action yet and none before it sets the name, so it is too early to complain.
 */
export type VariableStatus = 'certain' | 'some' | 'unset' | 'unknown' | 'unconnected'
