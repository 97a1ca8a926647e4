import type { TestRequest } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { JsonObject } from '@patchbay/shared/json'
import type { InputsOf } from '@patchbay/shared/nodes'
import type { Engine, StartedRun } from '../engine/engine.ts'
import type { LiveFlow, LiveFlows, LiveTrigger } from '../engine/live-flows.ts'
import type { PlanTrigger } from '../engine/plan.ts'
import type { OnGone } from '../engine/run-results.ts'
import { requireId } from '../kit/ids.ts'
import type { webhook } from '../nodes/triggers/webhook/definition.ts'
import { unwantedEvent } from '../nodes/triggers/webhook/event-rules.ts'
import { readEventBody } from '../platform/content/read-event-body.ts'
import type { FlowRepository } from '../store/repositories/flow-repository.ts'
import { callerWait, untilOf } from './caller-wait.ts'
import type { Drafts } from './drafts.ts'
import { noted } from './noted-requests.ts'
import type { RequestLog } from './request-log.ts'
import { webhookEvent } from './webhook-event.ts'

/** A test by a person who may edit the flow. */
export interface FlowTest extends TestRequest {
  readonly flowId: string
  readonly by: { readonly kind: string; readonly id: string; readonly name: string }
  /** The caller's address. */
  readonly client: string
  readonly onGone: OnGone
}

/** Starts flows as their triggers do, without the credentials of those who call them. */
export interface FlowTests {
  /**
   * The live flow runs as always. A run of the draft is marked as a test.
   * @throws AppError FLOW_NOT_FOUND, FLOW_NOT_LIVE, NOT_DEPLOYABLE, INVALID_INPUT, TOO_MANY_REQUESTS and what the
   * trigger refuses
   */
  start(test: FlowTest): Promise<StartedRun>
}

export interface FlowTestsOptions {
  readonly engine: Pick<Engine, 'startRun'>
  readonly liveFlows: Pick<LiveFlows, 'get'>
  readonly flows: Pick<FlowRepository, 'requireFlow'>
  readonly drafts: Pick<Drafts, 'ready'>
  readonly requests: Pick<RequestLog, 'add'>
  readonly now: () => Date
}

export function createFlowTests({ engine, liveFlows, flows, drafts, requests, now }: FlowTestsOptions): FlowTests {
  async function liveFlow(id: string): Promise<LiveFlow> {
    const flowId = requireId(id, 'FLOW_NOT_FOUND', 'There is no such flow.')
    const live = liveFlows.get(flowId)
    if (live !== undefined) return live
    await flows.requireFlow(flowId)
    throw new AppError('FLOW_NOT_LIVE', 'The flow is not live. Test the draft, or deploy it first.')
  }

  async function startRun(trigger: LiveTrigger, node: PlanTrigger, test: FlowTest): Promise<StartedRun> {
    const { flowId } = trigger.live
    const { version, sends = 'simulator', by, onGone } = test
    const wait = callerWait(trigger)
    const data = dataOf(node, test, { now: now(), timeZone: trigger.live.plan.settings.timeZone })
    const event = { startedBy: `${by.kind}:${by.id}`, data, ...untilOf(wait, now()) }
    const marked = version === 'draft' ? { test: { flowId, sends } } : {}
    return engine.startRun({ ...trigger, event, ...marked }, wait && { ...wait, onGone })
  }

  return {
    async start(test) {
      const isDraft = test.version === 'draft'
      const live = isDraft ? await drafts.ready(test.flowId, test.by.name) : await liveFlow(test.flowId)
      const node = testedTrigger(live, test.nodeId)
      const trigger = { live, triggerNodeId: node.id }
      const start = () => startRun(trigger, node, test)
      const isCalled = kindOf(node) !== 'schedule'
      return isDraft || !isCalled
        ? await start()
        : await noted(requests, trigger, { at: now(), method: methodOf(node, test), client: test.client }, start)
    },
  }
}

type TestedKind = 'api' | 'path' | 'schedule'

/** How the trigger is started without a phone; undefined for one that is not. */
function kindOf({ definition: { listens } }: PlanTrigger): TestedKind | undefined {
  const kinds: readonly TestedKind[] = ['api', 'path', 'schedule']
  return listens && kinds.find((kind) => kind in listens)
}

/** @throws AppError FLOW_NOT_LIVE */
function testedTrigger({ plan, version }: LiveFlow, nodeId: number | undefined): PlanTrigger {
  for (const node of plan.nodes.values()) {
    const isAsked = nodeId === undefined || node.id === nodeId
    if (node.kind === 'trigger' && isAsked && kindOf(node) !== undefined) return node
  }
  const which = version < 0 ? 'The draft' : 'The live version'
  const wanted = nodeId === undefined ? 'trigger that is started without a message' : `such trigger #${nodeId}`
  throw new AppError('FLOW_NOT_LIVE', `${which} has no ${wanted}. Choose another version, or add one.`)
}

/** @throws AppError INVALID_INPUT for an event that the webhook leaves alone, BAD_REQUEST for a body that cannot be read */
function dataOf(
  node: PlanTrigger,
  test: TestRequest,
  { now, timeZone }: { readonly now: Date; readonly timeZone: string },
): JsonObject {
  switch (kindOf(node)) {
    case 'path':
      return requestData(node, test)
    case 'schedule':
      return { scheduledFor: now.toISOString(), timeZone, missed: 0 }
    default:
      return { body: test.body ?? {} }
  }
}

function methodOf(node: PlanTrigger, { request }: TestRequest): string {
  if (kindOf(node) !== 'path') return 'POST'
  return request?.method ?? inputsOf(node).methods?.[0] ?? 'POST'
}

function inputsOf({ inputs }: PlanTrigger): InputsOf<typeof webhook> {
  // Only a webhook listens to a path, and its inputs were checked against its definition.
  return inputs as InputsOf<typeof webhook>
}

function requestData(node: PlanTrigger, test: TestRequest): JsonObject {
  const [inputs, method] = [inputsOf(node), methodOf(node, test)]
  const { query = {}, body = '', ...request } = test.request ?? {}
  const headers = lowerCased(request.headers ?? {})
  const read = readEventBody(Buffer.from(body), headers['content-type'])
  const head = { method, headers, query, url: '' }
  const unwanted = unwantedEvent(head, read.tree, inputs)
  if (unwanted !== undefined) {
    const name = unwanted === '' ? 'The request names no event' : `The request is the event "${unwanted}"`
    const message = `${name}, for which the webhook does not start the flow.`
    throw new AppError('INVALID_INPUT', message, { errors: [{ path: 'request', message }] })
  }
  return webhookEvent(head, read, inputs.auth ?? { type: 'none' })
}

function lowerCased(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}
