import type { MessageContent, MessageMedia } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import type { AddressedMessage, Channel, NotSent, SendOutcome } from '../../kit/channel.ts'
import type { IntegrationHost } from '../../kit/integration.ts'
import { fileOf } from '../../kit/message-content.ts'
import { messengerChannel } from '../../kit/messenger-channel.ts'
import { notSentByAnswer, notSentUnreadable } from '../../kit/not-sent.ts'
import type { ServiceAnswer } from '../../kit/service-call.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import { type FacebookProperties, facebookAccount } from './account.ts'
import { callGraph, errorOf, type FacebookHost } from './calls.ts'
import { facebook } from './page-channel.ts'

const service = facebookAccount.title

export type ChannelHost = FacebookHost & Pick<IntegrationHost<FacebookProperties>, 'accounts'>

/** Messages of a page. Each is sent at most once: Facebook takes no key, and its messages cannot be looked for. */
export function createFacebookChannel(host: ChannelHost): Channel {
  return messengerChannel(host, {
    definition: facebook,
    async send({ properties }, message, signal) {
      const request = { method: 'POST', path: '/me/messages', body: bodyOf(message) } as const
      return outcomeOf(await callGraph(host, { properties, signal }, request), host.now())
    },
    typing({ properties }, contact, signal) {
      const body = { recipient: { id: contact }, sender_action: 'typing_on' }
      return callGraph(host, { properties, signal }, { method: 'POST', path: '/me/messages', body })
    },
  })
}

function bodyOf({ to, content }: AddressedMessage): JsonObject {
  const message = { ...wordsOf(content), ...quickRepliesOf(content) }
  return { recipient: { id: to }, messaging_type: 'RESPONSE', message }
}

function wordsOf(content: MessageContent): JsonObject {
  const { text = '' } = content
  const file = fileOf(content)
  if (file === undefined) return { text }
  return { attachment: { type: kindOf(file), payload: { url: file.url, is_reusable: false } } }
}

function kindOf({ type = '' }: MessageMedia): string {
  const kind = type.split('/')[0] ?? ''
  return ['image', 'video', 'audio'].includes(kind) ? kind : 'file'
}

function quickRepliesOf({ buttons = [] }: MessageContent): JsonObject {
  if (buttons.length === 0) return {}
  return { quick_replies: buttons.map(({ id, title }) => ({ content_type: 'text', title, payload: id })) }
}

function outcomeOf(answer: ServiceAnswer, now: Date): SendOutcome {
  const messageId = textOf(fieldOf(answer.body, 'message_id'))
  const { code } = errorOf(answer.body)
  if (answer.isOk && messageId !== '') return { ok: true, messageId, status: 'sent', segments: 1 }
  return answer.isOk && code === '' ? notSentUnreadable(service) : refusalOf(answer, now)
}

/** Codes of too many calls: of the app, of the person, of the page. */
const BUSY = ['4', '17', '32', '613']

function refusalOf(answer: ServiceAnswer, now: Date): NotSent {
  const { code, subcode, reason } = errorOf(answer.body)
  if (code === '10' && subcode === '2018278') return refused('WINDOW_CLOSED', WINDOW, reason)
  if (code === '551') return refused('OPTED_OUT', 'The contact cannot be written to', reason)
  // An error inside of 200 is one all the same.
  const statusCode = BUSY.includes(code) ? 429 : answer.isOk ? 400 : answer.statusCode
  const outcome = notSentByAnswer({ ...answer, statusCode }, { service, reason, now })
  const minutes = minutesOf(answer)
  return outcome.retry === undefined || minutes === 0 ? outcome : { ...outcome, retry: { afterMs: minutes * 60_000 } }
}

const WINDOW = 'The contact has not written for 24 hours, so Facebook takes no message to it'

function refused(code: string, message: string, reason: string): NotSent {
  return { ok: false, error: { code, message: `${message}: ${reason}`, help: 'Wait until the contact writes again.' } }
}

/** After how many minutes calls are taken again, as a header says in JSON. */
function minutesOf({ headers }: ServiceAnswer): number {
  const [, usage = ''] = headers.find(([name]) => name === 'x-business-use-case-usage') ?? []
  return Number(/"estimated_time_to_regain_access":\s*(\d{1,4})\b/.exec(usage)?.[1] ?? 0)
}
