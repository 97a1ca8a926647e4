import type { Catalog } from '../nodes/node-definition.ts'
import type { Flow } from './schema.ts'

/** One difference between two versions of a flow. Places on the board and notes do not count. */
export interface FlowChange {
  readonly kind: 'details' | 'added' | 'removed' | 'changed' | 'connected' | 'disconnected'
  readonly nodeId?: number
  /** What became of it: `#2 Forecast: Timeout 10 s became 30 s`. */
  readonly sentence: string
}

/** What the draft changes against the live version, flow details first, then by Action ID. */
export function diffFlows(_live: Flow, _draft: Flow, _catalog: Catalog): FlowChange[] {
  return []
}
