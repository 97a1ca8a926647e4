import type { NodeDefinition } from '../nodes/node-definition.ts'
import type { FlowNode } from './schema.ts'

/** A piece of the key setting on a block. */
export interface SummarySegment {
  readonly text: string
  /** `variable` is a `$name` inside a text. */
  readonly style: 'text' | 'mono' | 'variable'
}

export interface NodeSummary {
  readonly parts: readonly SummarySegment[]
  /** What is missing, such as `URL of Service is empty`; shown instead of the parts. */
  readonly problem?: string
}

export interface SummaryOptions {
  /** Numbers of the flow as they are to be shown; left out where they are not known. */
  readonly numbers?: readonly string[]
}

/** The one line on a block that says what the action is set to. */
export function summaryOf(_definition: NodeDefinition, _node: FlowNode, _options: SummaryOptions = {}): NodeSummary {
  return { parts: [] }
}
