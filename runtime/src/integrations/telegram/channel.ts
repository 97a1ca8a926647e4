import type { MessageContent, MessageMedia } from '@patchbay/shared/api'
import type { Json, JsonObject } from '@patchbay/shared/json'
import type { AddressedMessage, Channel, NotSent, SendOutcome } from '../../kit/channel.ts'
import type { IntegrationHost } from '../../kit/integration.ts'
import { fileOf } from '../../kit/message-content.ts'
import { messengerChannel } from '../../kit/messenger-channel.ts'
import { notSentByAnswer, notSentUnreadable } from '../../kit/not-sent.ts'
import { askedPauseMs } from '../../kit/retry-after.ts'
import type { ServiceAnswer } from '../../kit/service-call.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import { type TelegramProperties, telegramAccount } from './account.ts'
import { telegram } from './bot-channel.ts'
import { callBot, reasonOf, type TelegramHost } from './calls.ts'
import { messageIdOf } from './wire.ts'

const service = telegramAccount.title

export type ChannelHost = TelegramHost & Pick<IntegrationHost<TelegramProperties>, 'accounts'>

/** Messages of a bot. Each is sent at most once: Telegram takes no key, and a bot cannot look for what it sent. */
export function createTelegramChannel(host: ChannelHost): Channel {
  return messengerChannel(host, {
    definition: telegram,
    async send({ properties }, message, signal) {
      const [method, parameters] = callOf(message)
      return outcomeOf(await callBot(host, { properties, signal }, method, parameters), host.now())
    },
    typing: ({ properties }, contact, signal) =>
      callBot(host, { properties, signal }, 'sendChatAction', { chat_id: contact, action: 'typing' }),
  })
}

function callOf({ to, content }: AddressedMessage): readonly [method: string, parameters: JsonObject] {
  const { text = '', location } = content
  const common = { chat_id: to, ...keyboardOf(content), ...replyOf(content, to) }
  const file = fileOf(content)
  if (file !== undefined) {
    const [method, name] = methodOf(file)
    return [method, { ...common, [name]: file.url, ...(text === '' ? {} : { caption: text }) }]
  }
  if (location !== undefined) {
    const { latitude, longitude, name } = location
    const place = { ...common, latitude, longitude }
    return name === undefined ? ['sendLocation', place] : ['sendVenue', { ...place, title: name, address: name }]
  }
  return ['sendMessage', { ...common, text }]
}

/** Telegram opens files of a type that it does not show as documents. */
function methodOf({ type = '' }: MessageMedia): readonly [method: string, name: string] {
  if (['image/jpeg', 'image/png', 'image/webp'].includes(type)) return ['sendPhoto', 'photo']
  if (type === 'video/mp4') return ['sendVideo', 'video']
  if (['audio/mpeg', 'audio/mp4'].includes(type)) return ['sendAudio', 'audio']
  return ['sendDocument', 'document']
}

/** One button below the other, as titles of any length fit. */
function keyboardOf({ buttons = [] }: MessageContent): JsonObject {
  if (buttons.length === 0) return {}
  const keys = buttons.map(({ id, title, url }) => [
    url === undefined ? { text: title, callback_data: id } : { text: title, url },
  ])
  return { reply_markup: { inline_keyboard: keys } }
}

/** Only a message of the same chat can be answered. */
function replyOf({ replyTo = '' }: MessageContent, to: string): JsonObject {
  const [chat, id = ''] = replyTo.split('.')
  if (chat !== to || !/^\d+$/.test(id)) return {}
  return { reply_parameters: { message_id: Number(id), allow_sending_without_reply: true } }
}

function outcomeOf(answer: ServiceAnswer, now: Date): SendOutcome {
  const { body } = answer
  if (fieldOf(body, 'ok') === true) {
    const result = fieldOf(body, 'result')
    if (textOf(fieldOf(result, 'message_id')) === '') return notSentUnreadable(service)
    return { ok: true, messageId: messageIdOf(result), status: 'sent', segments: 1 }
  }
  if (fieldOf(body, 'ok') === undefined && answer.isOk) return notSentUnreadable(service)
  return refusal(answer, body, now)
}

function refusal(answer: ServiceAnswer, body: Json | undefined, now: Date): NotSent {
  const reason = reasonOf(body)
  if (answer.statusCode === 403) {
    const message = `The contact cannot be written to, so nothing was sent: ${reason}`
    const help = 'People have to write to a bot first, and may block it.'
    return { ok: false, error: { code: 'OPTED_OUT', message, help } }
  }
  const statusCode = answer.isOk ? Number(textOf(fieldOf(body, 'error_code'))) || 400 : answer.statusCode
  const outcome = notSentByAnswer({ ...answer, statusCode }, { service, reason, now })
  const seconds = Number(textOf(fieldOf(fieldOf(body, 'parameters'), 'retry_after')))
  const afterMs = seconds > 0 ? askedPauseMs(seconds * 1000) : undefined
  return outcome.retry === undefined || afterMs === undefined ? outcome : { ...outcome, retry: { afterMs } }
}
