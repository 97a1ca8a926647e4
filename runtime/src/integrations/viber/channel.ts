import type { MessageContent } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import type { OpenAccount } from '../../kit/account.ts'
import type { AddressedMessage, Channel, SendOutcome } from '../../kit/channel.ts'
import type { IntegrationHost } from '../../kit/integration.ts'
import { fileOf } from '../../kit/message-content.ts'
import { messengerChannel } from '../../kit/messenger-channel.ts'
import { notSentByAnswer, notSentByVerdict, notSentUnreadable } from '../../kit/not-sent.ts'
import type { ServiceAnswer } from '../../kit/service-call.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import { type ViberProperties, viberAccount } from './account.ts'
import { viber } from './bot-channel.ts'
import { callViber, reasonOf, statusOf, type ViberHost } from './calls.ts'

const service = viberAccount.title
const LONGEST_NAME = 28

export type ChannelHost = ViberHost & Pick<IntegrationHost<ViberProperties>, 'accounts'>

/** Messages of a bot. Each is sent at most once: Viber takes no key, and its messages cannot be looked for. */
export function createViberChannel(host: ChannelHost): Channel {
  return messengerChannel(host, {
    definition: viber,
    async send(account, message, signal) {
      const call = { properties: account.properties, signal }
      return outcomeOf(await callViber(host, call, 'send_message', bodyOf(message, account)), host.now())
    },
  })
}

function bodyOf({ to, content }: AddressedMessage, { name }: OpenAccount<ViberProperties>): JsonObject {
  return { receiver: to, sender: { name: name.slice(0, LONGEST_NAME) }, ...wordsOf(content), ...keyboardOf(content) }
}

function wordsOf(content: MessageContent): JsonObject {
  const { text = '', location } = content
  const file = fileOf(content)
  if (file !== undefined) return { type: 'picture', text, media: file.url }
  if (location === undefined) return { type: 'text', text }
  return { type: 'location', location: { lat: location.latitude, lon: location.longitude } }
}

/** A pressed key sends its `ActionBody` as an ordinary text, so it is the title. */
function keyboardOf({ buttons = [] }: MessageContent): JsonObject {
  if (buttons.length === 0) return {}
  const keys = buttons.map(({ title, url }) => ({
    Columns: 6,
    Rows: 1,
    Text: escaped(title),
    ...(url === undefined ? { ActionType: 'reply', ActionBody: title } : { ActionType: 'open-url', ActionBody: url }),
  }))
  return { min_api_version: 3, keyboard: { Type: 'keyboard', DefaultHeight: false, Buttons: keys } }
}

/** Viber reads HTML in the text of a key. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function outcomeOf(answer: ServiceAnswer, now: Date): SendOutcome {
  const { body } = answer
  const reason = reasonOf(body)
  if (!answer.isOk) return notSentByAnswer(answer, { service, reason, now })
  const status = statusOf(body)
  if (status === 0) {
    // A number above 2^53, whose digits count.
    const messageId = textOf(fieldOf(body, 'message_token'))
    return messageId === '' ? notSentUnreadable(service) : { ok: true, messageId, status: 'sent', segments: 1 }
  }
  if (status === undefined) return notSentUnreadable(service)
  if (status === TOO_MANY) return notSentByAnswer({ ...answer, statusCode: 429 }, { service, reason, now })
  if (NOT_REACHABLE.includes(status)) return optedOut(reason)
  return notSentByVerdict({ service, reason: `${status} ${reason}` })
}

/** Also when a contact was sent 100 messages in an hour and answered none. */
const TOO_MANY = 12
/** The contact has no Viber, or does not subscribe to the bot. */
const NOT_REACHABLE = [5, 6]

function optedOut(reason: string): SendOutcome {
  const message = `The contact cannot be written to, so nothing was sent: ${reason}`
  return { ok: false, error: { code: 'OPTED_OUT', message, help: 'People subscribe to a bot by writing to it first.' } }
}
