import type { TriggerRequestItem } from '@patchbay/shared/api'
import { toAppError } from '@patchbay/shared/errors'

/** How many requests of one trigger are remembered. */
const MOST_REQUESTS = 100
/** Beyond so many triggers the one that was called longest ago is forgotten. */
const MOST_TRIGGERS = 2_000

/** What became of a request. */
export type RequestVerdict = Pick<TriggerRequestItem, 'verdict' | 'status' | 'detail' | 'runId'>

export interface RequestLog {
  add(flowId: string, request: Omit<TriggerRequestItem, 'id'>): void
  /** Newest first. */
  list(flowId: string): readonly TriggerRequestItem[]
}

/**
 * The last requests to the triggers of each flow that are called by HTTP, in the memory of this process: strangers may send any number, and none
 * of them costs a write.
 */
export function createRequestLog(): RequestLog {
  let count = 0
  const byTrigger = new Map<string, { readonly flowId: string; readonly requests: TriggerRequestItem[] }>()
  return {
    add(flowId, request) {
      const key = `${flowId} ${request.nodeId}`
      const known = byTrigger.get(key) ?? { flowId, requests: [] }
      byTrigger.delete(key)
      byTrigger.set(key, known)
      count += 1
      known.requests.push({ id: String(count), ...request })
      if (known.requests.length > MOST_REQUESTS) known.requests.shift()
      const oldest = byTrigger.keys().next().value
      if (byTrigger.size > MOST_TRIGGERS && oldest !== undefined) byTrigger.delete(oldest)
    },
    list: (flowId) =>
      [...byTrigger.values()]
        .flatMap((trigger) => (trigger.flowId === flowId ? trigger.requests.toReversed() : []))
        .sort((one, other) => other.at.localeCompare(one.at)),
  }
}

/** The verdict on a request that was refused. */
export function refusalOf(thrown: unknown): RequestVerdict {
  const { status, message } = toAppError(thrown)
  return { verdict: 'refused', status, detail: message, runId: null }
}
