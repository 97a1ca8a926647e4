import type { OpenedAccounts } from '../accounts/opened-accounts.ts'
import type { CallerState } from '../kit/caller-answer.ts'
import type { MessageSender } from '../kit/channel.ts'
import { contactsOfTests } from '../kit/contacts.ts'
import { conversationsOfTests } from '../kit/conversations.ts'
import { consentsOfTests } from '../kit/flow-consent.ts'
import { handOversOfTests } from '../kit/hand-overs.ts'
import type { StepContext, StepServices } from '../kit/node.ts'
import { fieldOf } from '../kit/values.ts'
import type { KeepingSender, KeepMessage } from '../messaging/keeping-sender.ts'
import type { ActiveRun } from './active-run.ts'
import type { ChildRunsMaker } from './child-runs.ts'
import type { EngineServices } from './engine-api.ts'
import { isOnSimulator, messagesOf } from './messages-of.ts'
import { createStepPeople } from './step-people.ts'
import type { Visit } from './visit.ts'

export interface StepContextsOptions {
  readonly services: EngineServices
  readonly opened: OpenedAccounts
  readonly childRuns: ChildRunsMaker
}

/** Makes what one visit of an action can read and use. */
export function createStepContexts({ services, opened, childRuns }: StepContextsOptions) {
  return (run: ActiveRun, visit: Visit, signal: AbortSignal): StepContext => {
    const messages = keepingMessages(messagesOf(run, services), visit)
    const tested = isOnSimulator(run) ? servicesOfTests(services, messages, { runId: run.id, signal }) : {}
    const step = { runId: run.id, flowId: run.plan.flowId, flowName: run.plan.name, nodeId: visit.node.id }
    return {
      runId: run.id,
      flowId: run.plan.flowId,
      flowName: run.plan.name,
      nodeId: visit.node.id,
      nodeName: visit.node.name,
      visit: visit.count,
      ...(run.part === undefined ? {} : { part: run.part }),
      attempt: visit.attempts.length + 1,
      ...(visit.node.retry === undefined ? {} : { retry: visit.node.retry }),
      idempotencyKey: `${run.id}.${visit.node.id}.${visit.count}`,
      timeZone: run.plan.settings.timeZone,
      caller: callerState(run, services.now()),
      variable: (name) => fieldOf(run.scope, name),
      ...(run.address === null ? {} : { address: run.address }),
      signal,
      services: {
        ...services,
        web: { request: (request) => services.web.request({ holder: run, ...request }) },
        messages,
        ...tested,
        ...opened.tokenSources(run, services),
      },
      account: (type, accountId) => opened.open(run, type, accountId),
      people: createStepPeople(run, { ...services, ...tested }, step),
      children: childRuns(run, visit, (values) => opened.hide(run, run.plan.mask.hide(values))),
    }
  }
}

/** Nothing that lasts is changed, and no person is asked. */
function servicesOfTests(
  { contacts, conversations }: EngineServices,
  messages: MessageSender,
  by: { readonly runId: string; readonly signal: AbortSignal },
): Pick<StepServices, 'consents' | 'contacts' | 'conversations' | 'handOvers'> {
  return {
    consents: consentsOfTests,
    contacts: contactsOfTests(contacts),
    conversations: conversationsOfTests(conversations),
    handOvers: handOversOfTests(messages, by),
  }
}

function callerState({ answer, callerUntil }: ActiveRun, now: Date): CallerState {
  if (answer !== null) return 'answered'
  if (callerUntil === null) return 'none'
  return now < callerUntil ? 'waiting' : 'gone'
}

/** Sends as before, and keeps what was sent for the record of the step. */
function keepingMessages(sender: KeepingSender, { node, messages }: Visit): MessageSender {
  const keep: KeepMessage = (message) => void messages.push({ ...message, nodeId: node.id })
  return {
    ...sender,
    send: (message, signal) => sender.send(message, signal, keep),
    find: (message, signal) => sender.find(message, signal, keep),
  }
}
