import { isJsonObject, type JsonObject, parseJson, stringifyJson } from '@patchbay/shared/json'
import type { ServiceAnswer } from '../../kit/service-call.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import { callWatson, placeOf, type WatsonCall } from './calls.ts'
import { contextOf } from './read-answer.ts'
import type { SessionRepository } from './session-repository.ts'

export interface WatsonTurn {
  readonly text: string
  /** 40 hexadecimal digits; never a number of a contact. */
  readonly conversation: string
  /** A conversation in which nothing was said for so long begins anew. */
  readonly forgetAfterMs: number
  readonly now: () => Date
}

/**
 * Says a text in a conversation, which is opened where there is none. The text is sent once, and once more only where the
 * service has forgotten the conversation: then nobody has read it.
 * @throws AppError as `callWatson`
 */
export function sayToWatson(call: WatsonCall, sessions: SessionRepository, turn: WatsonTurn): Promise<ServiceAnswer> {
  return call.properties.kind === 'workspace'
    ? sayToWorkspace(call, sessions, turn)
    : sayToAssistant(call, sessions, turn)
}

async function sayToAssistant(
  call: WatsonCall,
  sessions: SessionRepository,
  { text, conversation, forgetAfterMs, now }: WatsonTurn,
): Promise<ServiceAnswer> {
  const key = { accountId: call.accountId, conversation }
  const json = messageOf(text, conversation)
  const kept = await sessions.find(key, new Date(now().getTime() - forgetAfterMs))
  if (kept !== undefined) {
    const answer = await callWatson(call, { method: 'POST', path: pathOf(call, kept), json })
    if (answer.statusCode !== 404) {
      if (answer.isOk) await sessions.keep(key, kept, now())
      return answer
    }
  }
  const opened = await openSession(call)
  if (typeof opened !== 'string') return opened
  // Before the text: where its answer does not come, the next text goes on in this conversation.
  await sessions.keep(key, opened, now())
  return callWatson(call, { method: 'POST', path: pathOf(call, opened), json })
}

/** The id of a new session, or why there is none. @throws AppError as `callWatson` */
export async function openSession(call: WatsonCall): Promise<string | ServiceAnswer> {
  const answer = await callWatson(call, { method: 'POST', path: `${placeOf(call.properties)}/sessions`, json: {} })
  const id = textOf(fieldOf(answer.body, 'session_id'))
  // It goes into the path of the next call.
  return answer.isOk && /^[\w-]{1,100}$/.test(id) ? id : answer
}

function pathOf({ properties }: WatsonCall, session: string): string {
  return `${placeOf(properties)}/sessions/${session}/message`
}

function messageOf(text: string, conversation: string): JsonObject {
  // Plans are billed by users: a contact is one, whatever the number of conversations.
  return { input: { message_type: 'text', text, options: { return_context: true } }, user_id: conversation }
}

/** A workspace keeps nothing: what it answers as the context comes back to it with the next text. */
async function sayToWorkspace(
  call: WatsonCall,
  sessions: SessionRepository,
  { text, conversation, forgetAfterMs, now }: WatsonTurn,
): Promise<ServiceAnswer> {
  const key = { accountId: call.accountId, conversation }
  const kept = await sessions.find(key, new Date(now().getTime() - forgetAfterMs))
  const json = { input: { text }, user_id: conversation, ...(kept === undefined ? {} : { context: parseJson(kept) }) }
  const answer = await callWatson(call, { method: 'POST', path: `${placeOf(call.properties)}/message`, json })
  const context = contextOf(answer.body)
  if (answer.isOk && isJsonObject(context)) await sessions.keep(key, stringifyJson(context), now())
  return answer
}
