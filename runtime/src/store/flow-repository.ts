import type { Page } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'

export interface FlowRecord {
  readonly id: string
  readonly revision: number
  readonly document: Flow
  readonly live: { readonly version: number; readonly deployedAt: Date; readonly document: Flow } | null
  readonly paused: boolean
  /** One more than the highest Action ID ever used. */
  readonly nextNodeId: number
  readonly createdAt: Date
  readonly modifiedAt: Date
  readonly modifiedBy: string
}

export interface FlowVersionRecord {
  readonly version: number
  readonly deployedAt: Date
  readonly deployedBy: string
  readonly live: boolean
}

/** What serves arriving events. */
export interface LiveFlowRecord {
  readonly flowId: string
  readonly name: string
  readonly version: number
  readonly paused: boolean
  readonly document: Flow
  readonly addresses: readonly { readonly channel: string; readonly value: string }[]
}

export interface FlowListOptions {
  /** Part of the name or description, in any case. */
  readonly search?: string
  readonly liveOnly?: boolean
  readonly limit: number
  /** `next` of the page before. */
  readonly after?: string
}

/** Who changed a flow and when. */
export interface ChangeStamp {
  /** Name of the person or token. */
  readonly by: string
  readonly at: Date
}

/** Every method that names a flow throws FLOW_NOT_FOUND when there is none. */
export interface FlowRepository {
  create(flow: { readonly id: string; readonly document: Flow } & ChangeStamp): Promise<FlowRecord>
  get(id: string): Promise<FlowRecord>
  /** Last modified first. */
  list(options: FlowListOptions): Promise<Page<FlowRecord>>
  /** @throws STALE_REVISION with `extra.revision`, the one stored now, when `revision` is not it. */
  save(
    flow: { readonly id: string; readonly revision: number; readonly document: Flow } & ChangeStamp,
  ): Promise<FlowRecord>
  /**
   * Makes the stored draft an immutable version and points to it, in one transaction.
   * @throws STALE_REVISION when `revision` is given and not the stored one.
   */
  deploy(flow: { readonly id: string; readonly revision?: number } & ChangeStamp): Promise<FlowRecord>
  /** Points to an earlier version. @throws VERSION_NOT_FOUND */
  goLive(flow: { readonly id: string; readonly version: number } & ChangeStamp): Promise<FlowRecord>
  undeploy(id: string): Promise<FlowRecord>
  setPaused(id: string, paused: boolean): Promise<FlowRecord>
  /** Removes flow, secrets and number assignments; the runs stay readable. @throws FLOW_IN_USE while one is open. */
  remove(id: string, at: Date): Promise<void>
  /** Newest first. */
  versions(id: string): Promise<readonly FlowVersionRecord[]>
  /** @throws VERSION_NOT_FOUND */
  version(id: string, version: number): Promise<FlowVersionRecord & { readonly document: Flow }>
  /** All live flows, or the one with this id. */
  live(id?: string): Promise<readonly LiveFlowRecord[]>
}
