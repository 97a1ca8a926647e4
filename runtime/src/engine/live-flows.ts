import { type Address, addressKey } from '@patchbay/shared/api'
import { inputAt, parseInputPath } from '@patchbay/shared/flow'
import { ANY_CHANNEL, hearsChannel } from '@patchbay/shared/nodes'
import type { FlowRepository, LiveFlowRecord } from '../store/repositories/flow-repository.ts'
import type { Plan } from './plan.ts'
import type { Plans } from './plans.ts'

/** A deployed flow, compiled and ready for events. */
export interface LiveFlow {
  readonly flowId: string
  readonly name: string
  readonly version: number
  readonly paused: boolean
  readonly plan: Plan
  readonly addresses: readonly Address[]
}

/** A live flow and the trigger that an event is for. */
export interface LiveTrigger {
  readonly live: LiveFlow
  readonly triggerNodeId: number
}

/** Finds the flow of an arriving event in memory, without a query. */
export interface LiveFlows {
  get(flowId: string): LiveFlow | undefined
  all(): readonly LiveFlow[]
  /** The trigger of a live flow that listens for API calls. */
  apiTrigger(flowId: string): LiveTrigger | undefined
  byAddress(address: Address): LiveTrigger | undefined
  byWebhookPath(path: string): LiveTrigger | undefined
  /** Reads the flow again after a deploy or a change of addresses; without an id all flows. */
  refresh(flowId?: string): Promise<void>
}

export interface LiveFlowsOptions {
  readonly flows: FlowRepository
  readonly plans: Plans
  /** Called for a stored flow that cannot be compiled. It gets no events. */
  onError(error: unknown, flowId: string): void
}

export function createLiveFlows({ flows, plans, onError }: LiveFlowsOptions): LiveFlows {
  const byId = new Map<string, LiveFlow>()
  let index = createIndex([])
  /** Readings are serialised, so that an older one never overwrites a newer one. */
  let reading: Promise<void> = Promise.resolve()

  async function ready(record: LiveFlowRecord): Promise<LiveFlow | undefined> {
    const { flowId, name, version, paused, addresses } = record
    try {
      const plan = await plans.compile(flowId, version, record.document)
      return { flowId, name, version, paused, plan, addresses }
    } catch (error) {
      onError(error, flowId)
      return undefined
    }
  }

  async function read(flowId?: string): Promise<void> {
    const records = await flows.live(flowId)
    const found = new Map<string, LiveFlow>()
    for (const record of records) {
      const live = await ready(record)
      if (live !== undefined) found.set(record.flowId, live)
    }
    if (flowId === undefined) byId.clear()
    else byId.delete(flowId)
    for (const [id, live] of found) byId.set(id, live)
    index = createIndex(byId.values())
  }

  return {
    get: (flowId) => byId.get(flowId),
    all: () => [...byId.values()],
    apiTrigger: (flowId) => index.apis.get(flowId),
    byAddress: (address) => index.addresses.get(addressKey(address)),
    byWebhookPath: (path) => index.paths.get(path),
    refresh(flowId) {
      const done = reading.then(() => read(flowId))
      reading = done.catch(() => undefined)
      return done
    },
  }
}

/** The triggers of these flows by what their definitions say they listen to. */
function createIndex(flows: Iterable<LiveFlow>) {
  const addresses = new Map<string, LiveTrigger>()
  const paths = new Map<string, LiveTrigger>()
  const apis = new Map<string, LiveTrigger>()
  for (const live of flows) {
    for (const node of live.plan.nodes.values()) {
      const { listens } = node.definition
      if (node.kind !== 'trigger' || listens === undefined) continue
      const trigger = { live, triggerNodeId: node.id }
      if ('api' in listens) apis.set(live.flowId, apis.get(live.flowId) ?? trigger)
      if ('address' in listens) {
        const own = live.addresses.filter(({ channel }) => hearsChannel(listens.address, channel))
        // A trigger for one channel comes before one for all.
        const isNew = (key: string) => listens.address !== ANY_CHANNEL || !addresses.has(key)
        for (const key of own.map(addressKey).filter(isNew)) addresses.set(key, trigger)
      }
      if ('path' in listens) {
        const path = inputAt(node.inputs, parseInputPath(listens.path))
        if (typeof path === 'string') paths.set(path, trigger)
      }
    }
  }
  return { addresses, paths, apis }
}
