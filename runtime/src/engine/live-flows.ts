import { SMS_CHANNEL } from '../messaging/address-repository.ts'
import type { FlowRepository, LiveFlowRecord } from '../store/repositories/flow-repository.ts'
import type { Plan } from './plan.ts'
import type { Plans } from './plans.ts'

/** A flow that serves arriving events, ready to run. */
export interface LiveFlow {
  readonly flowId: string
  readonly name: string
  readonly version: number
  readonly paused: boolean
  readonly plan: Plan
  readonly numbers: readonly string[]
}

/** A live flow and the trigger of it that an event is for. */
export interface LiveTrigger {
  readonly live: LiveFlow
  readonly triggerNodeId: number
}

/** The in-memory index by which an arriving event finds its flow: nothing is looked up in the database. */
export interface LiveFlows {
  get(flowId: string): LiveFlow | undefined
  all(): readonly LiveFlow[]
  /** The trigger of this type in a live flow. */
  trigger(flowId: string, type: string): LiveTrigger | undefined
  byNumber(number: string): LiveTrigger | undefined
  byWebhookPath(path: string): LiveTrigger | undefined
  /** Reads the flow again after a deploy or a change of numbers; without an id all flows. */
  refresh(flowId?: string): Promise<void>
}

export interface LiveFlowsOptions {
  readonly flows: FlowRepository
  readonly plans: Plans
  /** Told of a stored flow that cannot be made ready; it does not serve. */
  onError(error: unknown, flowId: string): void
}

export function createLiveFlows({ flows, plans, onError }: LiveFlowsOptions): LiveFlows {
  const byId = new Map<string, LiveFlow>()
  let numbers = new Map<string, LiveTrigger>()
  let paths = new Map<string, LiveTrigger>()
  /** One reading after another, so that an older one never overwrites what a newer one found. */
  let reading: Promise<void> = Promise.resolve()

  async function ready(record: LiveFlowRecord): Promise<LiveFlow | undefined> {
    const { flowId, name, version, paused } = record
    const addresses = record.addresses.filter((address) => address.channel === SMS_CHANNEL)
    try {
      const plan = await plans.compile(flowId, version, record.document)
      return { flowId, name, version, paused, plan, numbers: addresses.map((address) => address.value) }
    } catch (error) {
      onError(error, flowId)
      return undefined
    }
  }

  function index(): void {
    numbers = new Map()
    paths = new Map()
    for (const live of byId.values()) {
      for (const node of live.plan.nodes.values()) {
        if (node.kind !== 'trigger') continue
        const trigger = { live, triggerNodeId: node.id }
        if (node.definition.id === 'inbound-sms') for (const number of live.numbers) numbers.set(number, trigger)
        const path = webhookPath(node.inputs)
        if (node.definition.id === 'webhook' && path !== undefined) paths.set(path, trigger)
      }
    }
  }

  function trigger(flowId: string, type: string): LiveTrigger | undefined {
    const live = byId.get(flowId)
    for (const node of live?.plan.nodes.values() ?? []) {
      if (live !== undefined && node.definition.id === type) return { live, triggerNodeId: node.id }
    }
    return undefined
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
    index()
  }

  return {
    get: (flowId) => byId.get(flowId),
    all: () => [...byId.values()],
    trigger,
    byNumber: (number) => numbers.get(number),
    byWebhookPath: (path) => paths.get(path),
    refresh(flowId) {
      const done = reading.then(() => read(flowId))
      reading = done.catch(() => undefined)
      return done
    },
  }
}

function webhookPath(inputs: unknown): string | undefined {
  if (typeof inputs !== 'object' || inputs === null || !('path' in inputs)) return undefined
  return typeof inputs.path === 'string' ? inputs.path : undefined
}
