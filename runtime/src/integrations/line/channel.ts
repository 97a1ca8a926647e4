import { createHash } from 'node:crypto'
import type { MessageContent } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import type { AddressedMessage, Channel, NotSent, SendOutcome } from '../../kit/channel.ts'
import type { IntegrationHost } from '../../kit/integration.ts'
import { fileOf } from '../../kit/message-content.ts'
import { messengerChannel } from '../../kit/messenger-channel.ts'
import { notSentByAnswer, notSentUnreadable } from '../../kit/not-sent.ts'
import type { ServiceAnswer } from '../../kit/service-call.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import { type LineProperties, lineAccount } from './account.ts'
import { callLine, type LineHost, type LineRequest, reasonOf } from './calls.ts'
import { line } from './line-channel.ts'
import type { ReplyTokens } from './reply-tokens.ts'

const service = lineAccount.title

/** How long the sign stands, in steps of 5; a message ends it. */
const LOADING_SECONDS = 10

export type ChannelHost = LineHost & Pick<IntegrationHost<LineProperties>, 'accounts'>

/**
 * Messages of an account: the first answer to what has just come to this process as a reply, which is free, all others as
 * a push. LINE takes a push once under its key, but a reply has no key, so a message is sent at most once.
 */
export function createLineChannel(host: ChannelHost, tokens: ReplyTokens): Channel {
  return messengerChannel(host, {
    definition: line,
    async send({ id: accountId, properties }, message, signal) {
      const call = { properties, signal }
      const replyToken = tokens.take({ accountId, contact: message.to })
      if (replyToken !== undefined) {
        const answer = await callLine(host, call, requestOf(message, replyToken))
        if (!isTooLate(answer)) return outcomeOf(answer, host.now())
      }
      if (properties.push === false) return pushIsOff
      return outcomeOf(await callLine(host, call, requestOf(message, undefined)), host.now())
    },
    typing({ properties }, contact, signal) {
      const body = { chatId: contact, loadingSeconds: LOADING_SECONDS }
      return callLine(host, { properties, signal }, { method: 'POST', path: '/chat/loading/start', body })
    },
  })
}

function requestOf({ to, content, idempotencyKey }: AddressedMessage, replyToken: string | undefined): LineRequest {
  const messages = [{ ...wordsOf(content), ...quickRepliesOf(content) }]
  if (replyToken !== undefined) return { method: 'POST', path: '/message/reply', body: { replyToken, messages } }
  return { method: 'POST', path: '/message/push', body: { to, messages }, retryKey: uuidOf(idempotencyKey) }
}

function wordsOf(content: MessageContent): JsonObject {
  const { text = '', location } = content
  const file = fileOf(content)
  if (file !== undefined) {
    return { type: 'image', originalContentUrl: file.url, previewImageUrl: file.url }
  }
  if (location === undefined) return { type: 'text', text }
  const { latitude, longitude, name = 'Location' } = location
  return { type: 'location', title: name.slice(0, 100), address: name.slice(0, 100), latitude, longitude }
}

function quickRepliesOf({ buttons = [] }: MessageContent): JsonObject {
  if (buttons.length === 0) return {}
  const items = buttons.map(({ id, title: label, url }) => ({
    type: 'action',
    action:
      url === undefined ? { type: 'postback', label, data: id, displayText: label } : { type: 'uri', label, uri: url },
  }))
  return { quickReply: { items } }
}

/** The key as the UUID that LINE asks for. */
function uuidOf(key: string): string {
  const hex = createHash('sha256').update(key).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  )
}

/** LINE no longer takes the reply token. Nothing was sent then. */
function isTooLate({ statusCode, body }: ServiceAnswer): boolean {
  return statusCode === 400 && /reply token/i.test(reasonOf(body))
}

function outcomeOf(answer: ServiceAnswer, now: Date): SendOutcome {
  const { body, statusCode } = answer
  const sent = fieldOf(body, 'sentMessages')
  // 409: a push with this key was accepted before.
  if (answer.isOk || statusCode === 409) {
    const messageId = Array.isArray(sent) ? textOf(fieldOf(sent[0], 'id')) : ''
    return messageId === '' ? notSentUnreadable(service) : { ok: true, messageId, status: 'sent', segments: 1 }
  }
  const reason = reasonOf(body)
  const outcome = notSentByAnswer(answer, { service, reason, now })
  // The quota of a month does not come back by waiting.
  return statusCode === 429 && /monthly/i.test(reason) ? { ok: false, error: outcome.error } : outcome
}

const pushIsOff: NotSent = {
  ok: false,
  error: {
    code: 'WINDOW_CLOSED',
    message:
      'The account sends no push messages: only the first answer within a minute is sent, by the process that LINE called.',
    help: 'Switch on Push messages of the account. They count against the monthly quota of LINE.',
  },
}
