import type { Page } from '@patchbay/shared/api'

/** A number is an address of this channel. */
export const SMS_CHANNEL = 'sms'

export interface NumberRecord {
  /** E.164 with the plus. */
  readonly number: string
  readonly label: string
  readonly accountId: string
  readonly capabilities: readonly string[]
  readonly flowId: string | null
  readonly flowName: string | null
}

export interface NumberRepository {
  /** In order of the number; `search` is part of number, label or flow name. */
  list(options: {
    readonly search?: string
    readonly limit: number
    readonly after?: string
  }): Promise<Page<NumberRecord>>
  /** @throws NUMBER_EXISTS */
  add(number: {
    readonly number: string
    readonly label: string
    readonly accountId: string
    readonly capabilities: readonly string[]
    readonly at: Date
  }): Promise<NumberRecord>
  /** @throws NUMBER_NOT_FOUND */
  remove(number: string): Promise<void>
  /**
   * Lets all these numbers start the flow, or none of them.
   * @throws NUMBER_NOT_FOUND, FLOW_NOT_FOUND; NUMBER_IN_USE with `extra.flows` (`{ number, flowId, flowName }`)
   * when another flow has one and `replace` is not set.
   */
  assign(change: {
    readonly flowId: string
    readonly numbers: readonly string[]
    readonly replace?: boolean
  }): Promise<readonly NumberRecord[]>
  /** Numbers that start nothing are left as they are. @throws NUMBER_NOT_FOUND */
  clear(numbers: readonly string[]): Promise<readonly NumberRecord[]>
  find(number: string): Promise<NumberRecord | undefined>
  /** Of these flows, by flow id, each list in order. */
  ofFlows(flowIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>
  count(): Promise<number>
}
