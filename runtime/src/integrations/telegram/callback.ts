import { isJsonObject, type Json } from '@patchbay/shared/json'
import type { OpenAccount } from '../../kit/account.ts'
import type { Callback, CallbackEvent } from '../../kit/callback.ts'
import { readCallbackJson } from '../../kit/callback-body.ts'
import { noSignature, requireSignature } from '../../kit/signatures.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import type { TelegramProperties } from './account.ts'
import { contentOf, messageIdOf, nameOf, timeOf } from './wire.ts'

export interface TelegramCallbackParts {
  /** The token that Set Webhook gave to Telegram. */
  secretTokenOf(accountId: string): string
  /** Called for each pressed button, whose sender sees that it waits. */
  pressed(account: OpenAccount<TelegramProperties>, queryId: string): void
}

/** Reads messages, edits and pressed buttons. Telegram proves itself with the secret token of the webhook. */
export function createTelegramCallback({
  secretTokenOf,
  pressed,
}: TelegramCallbackParts): Callback<TelegramProperties> {
  return {
    methods: ['POST'],
    mostBytes: 1024 * 1024,
    verify({ headers }, { id }) {
      const given = headers['x-telegram-bot-api-secret-token']
      if (given === undefined) throw noSignature('The call has no X-Telegram-Bot-Api-Secret-Token. Set Webhook again.')
      requireSignature(given, [secretTokenOf(id)])
    },
    read(request, account) {
      const update = readCallbackJson(request)
      if (!isJsonObject(update)) return [ignored('no update of the Bot API')]
      const query = fieldOf(update, 'callback_query')
      if (query !== undefined) pressed(account, textOf(fieldOf(query, 'id')))
      return [eventOf(update, account)]
    },
    // A body would be taken for a call of a method.
    answer: () => ({ status: 200 }),
  }
}

function eventOf(update: Json, account: OpenAccount<TelegramProperties>): CallbackEvent {
  const query = fieldOf(update, 'callback_query')
  if (query !== undefined) return pressOf(query, account)
  const edited = fieldOf(update, 'edited_message')
  const message = fieldOf(update, 'message') ?? edited
  if (message === undefined) return ignored('an event that Patchbay does not use')
  const why = whyIgnored(message)
  if (why !== undefined) return ignored(why)
  const content = contentOf(message)
  if (content === undefined) return ignored('a message of a kind that Patchbay does not use')
  const id = messageIdOf(message)
  if (edited !== undefined) return { kind: 'edited', id, content, ...timeOf(fieldOf(edited, 'edit_date')) }
  return messageOf(message, account, { id, content, ...timeOf(fieldOf(message, 'date')) })
}

/** Groups have many contacts in one chat, and other bots would answer for ever. */
function whyIgnored(message: Json): string | undefined {
  if (textOf(fieldOf(fieldOf(message, 'chat'), 'type')) !== 'private') return 'a message of a group or channel'
  if (fieldOf(fieldOf(message, 'from'), 'is_bot') === true) return 'a message of a bot'
  return undefined
}

function pressOf(query: Json, account: OpenAccount<TelegramProperties>): CallbackEvent {
  const message = fieldOf(query, 'message')
  const data = textOf(fieldOf(query, 'data'))
  if (textOf(fieldOf(fieldOf(message, 'chat'), 'type')) !== 'private' || data === '') {
    return ignored('a button of a group, or of another service')
  }
  const content = { choice: { id: data, title: titleOf(message, data) }, replyTo: messageIdOf(message) }
  // The sender of the message is the bot; the one who pressed is in the query.
  return messageOf({ chat: fieldOf(message, 'chat') ?? null, from: fieldOf(query, 'from') ?? null }, account, {
    id: `press.${textOf(fieldOf(query, 'id'))}`,
    content,
  })
}

/** The title of the pressed button, which stands in the message. */
function titleOf(message: Json | undefined, data: string): string {
  const rows = fieldOf(fieldOf(message, 'reply_markup'), 'inline_keyboard')
  const buttons = Array.isArray(rows) ? rows.flat() : []
  const button = buttons.find((candidate) => textOf(fieldOf(candidate, 'callback_data')) === data)
  return textOf(fieldOf(button, 'text')) || data
}

type Read = Pick<Extract<CallbackEvent, { kind: 'message' }>['message'], 'id' | 'content' | 'at'>

function messageOf(message: Json, { properties }: OpenAccount<TelegramProperties>, read: Read): CallbackEvent {
  const contactName = nameOf(fieldOf(message, 'from'))
  const from = textOf(fieldOf(fieldOf(message, 'chat'), 'id'))
  const place = { channel: 'telegram', from, to: `@${properties.botUsername.replace(/^@/, '')}` }
  return { kind: 'message', message: { ...place, ...read, ...(contactName === '' ? {} : { contactName }) } }
}

function ignored(why: string): CallbackEvent {
  return { kind: 'ignored', why: `Telegram sent ${why}.` }
}
