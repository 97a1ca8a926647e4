import { type Static, Type } from 'typebox'
import type { FlowProblem } from '../flow/problem.ts'
import type { Flow } from '../flow/schema.ts'

/** What a flow answers with. `revision` goes into `If-Match`; it grows with every save. */
export interface FlowResource {
  readonly id: string
  readonly revision: number
  readonly document: Flow
  readonly live: LiveVersion | null
  /** How many differences the draft has from the live version; 0 when nothing is live. */
  readonly changes: number
  readonly paused: boolean
  /** The next Action ID: one more than the highest ever used in this flow. */
  readonly nextNodeId: number
  readonly createdAt: string
  readonly modifiedAt: string
  /** Name of the person or token. */
  readonly modifiedBy: string
  readonly runs24h: RunCounts
  /** Events that arrived while the flow is paused, and that start when it is resumed. */
  readonly heldEvents?: number
}

export interface LiveVersion {
  readonly version: number
  readonly deployedAt: string
}

export interface RunCounts {
  readonly total: number
  readonly failed: number
}

/** One row of the flows list. */
export interface FlowListItem extends Omit<FlowResource, 'document' | 'nextNodeId'> {
  readonly name: string
  readonly description: string
  /** Node types of the triggers in the draft, in order of Action ID. */
  readonly triggers: readonly string[]
  readonly numbers: readonly string[]
  /** Errors that would stop a deploy now. */
  readonly errors: number
}

export interface FlowVersionItem {
  readonly version: number
  readonly deployedAt: string
  readonly deployedBy: string
  readonly live: boolean
}

export interface FlowVersionResource extends FlowVersionItem {
  readonly document: Flow
}

export interface ValidateResponse {
  readonly problems: readonly FlowProblem[]
}

export interface DeployResponse {
  readonly version: number
  readonly revision: number
  /** Warnings that did not stop the deploy. */
  readonly problems: readonly FlowProblem[]
}

/** A flow offered by New Flow. */
export interface FlowTemplate {
  readonly id: string
  readonly document: Flow
}

export const ValidateQuerySchema = Type.Object(
  { flowId: Type.Optional(Type.String({ format: 'uuid' })) },
  { additionalProperties: false },
)
export type ValidateQuery = Static<typeof ValidateQuerySchema>
