import type { ChannelTemplate, StartableFlow, StartFlow } from '@patchbay/shared/api'
import { type ExpectedInput, expectedInputsOf, readInputs } from '@patchbay/shared/calls'
import { AppError } from '@patchbay/shared/errors'
import type { Engine } from '../engine/engine.ts'
import type { LiveFlows, LiveTrigger } from '../engine/live-flows.ts'
import type { Conversations } from '../inbox/conversations.ts'
import { requireId } from '../kit/ids.ts'
import type { MessageTemplate } from '../kit/message-template.ts'
import { isRecord } from '../platform/is-record.ts'

/** What people may do in a conversation besides answering. Every method throws CONVERSATION_NOT_FOUND. */
export interface ConversationTools {
  /** The messages that the service of the conversation has approved. @throws AppError of the service */
  templates(id: string, signal: AbortSignal): Promise<readonly ChannelTemplate[]>
  /** The live flows that can be started with the contact, by name. */
  flows(id: string): Promise<readonly StartableFlow[]>
  /**
   * Starts a flow with the contact, and hands the conversation back to flows where people have it.
   * @param by as `working_copy.owner`
   * @throws AppError CONVERSATION_CLOSED, FLOW_NOT_FOUND, FLOW_NOT_LIVE, MISSING_INPUT, WRONG_INPUT, TOO_MANY_REQUESTS, SHUTTING_DOWN
   */
  startFlow(id: string, start: StartFlow, by: string): Promise<{ readonly runId: string }>
}

export interface ConversationToolsOptions {
  readonly conversations: Pick<Conversations, 'get' | 'handBack'>
  readonly liveFlows: Pick<LiveFlows, 'all' | 'apiTrigger'>
  readonly engine: Pick<Engine, 'refuseWhenFull' | 'startRun'>
  /** The approved messages of an account's service. */
  readonly templatesOf: (accountId: string, signal: AbortSignal) => Promise<readonly MessageTemplate[]>
}

const TEMPLATES_MS = 10_000

export function createConversationTools(options: ConversationToolsOptions): ConversationTools {
  const { conversations, liveFlows, engine, templatesOf } = options
  return {
    async templates(id, signal) {
      const { accountId } = await conversations.get(id, '')
      const found = await templatesOf(accountId, AbortSignal.any([signal, AbortSignal.timeout(TEMPLATES_MS)]))
      return found.map(({ name, title = name, language, text = '', gaps }) => ({ name, title, language, text, gaps }))
    },
    async flows(id) {
      await conversations.get(id, '')
      const triggers = liveFlows.all().flatMap(({ flowId }) => liveFlows.apiTrigger(flowId) ?? [])
      const startable = triggers.filter(({ live }) => !live.paused)
      return startable.map(toStartable).sort((one, other) => one.name.localeCompare(other.name))
    },
    async startFlow(id, { flowId, values = {} }, by) {
      const { channel, contact, address, status, isWithPerson } = await conversations.get(id, by)
      if (status === 'closed')
        throw new AppError('CONVERSATION_CLOSED', 'The conversation is closed. Open it again first.')
      const trigger = liveFlows.apiTrigger(requireId(flowId, 'FLOW_NOT_FOUND', 'There is no such flow.'))
      if (trigger === undefined) throw notLive()
      // A field that was left empty was not sent.
      const sent = Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ''))
      const data = { body: { ...sent, ANI: contact.value, DNIS: address }, isForm: true }
      // Before the conversation is handed back: what the flow or a full queue would refuse changes nothing.
      readInputs(inputsOf(trigger), data, { input: 'The value', sender: 'The form' })
      engine.refuseWhenFull(trigger.live.flowId)
      if (isWithPerson) await conversations.handBack(id, by)
      const place = { contact: contact.value, address: { channel, value: address } }
      const { runId } = await engine.startRun({ ...trigger, event: { startedBy: by, ...place, data } })
      return { runId }
    },
  }
}

/** What every flow that is started with a contact is given. */
const GIVEN = new Set(['ANI', 'DNIS'])

function toStartable(trigger: LiveTrigger): StartableFlow {
  const inputs = inputsOf(trigger).filter(({ name }) => !GIVEN.has(name))
  return { flowId: trigger.live.flowId, name: trigger.live.name, inputs }
}

function inputsOf({ live, triggerNodeId }: LiveTrigger): readonly ExpectedInput[] {
  const node = live.plan.nodes.get(triggerNodeId)
  return node?.kind === 'trigger' && isRecord(node.inputs) ? expectedInputsOf(node.inputs.expectedInputs) : []
}

function notLive(): AppError {
  return new AppError(
    'FLOW_NOT_LIVE',
    'The flow is not live any more, or has no Inbound API trigger. Choose another one.',
  )
}
