import type { MessageContent } from '@patchbay/shared/api'
import { isJsonObject, type Json, type JsonObject } from '@patchbay/shared/json'
import type { CallbackEvent } from '../../../kit/callback.ts'
import { placeOf } from '../../../kit/message-content.ts'
import { undelivered } from '../../../kit/undelivered.ts'
import { fieldOf, textOf } from '../../../kit/values.ts'
import { errorNumberOf, messageStatuses, reasonOf } from '../../vonage/wire.ts'
import { type WhatsAppProperties, whatsappAccount } from '../account.ts'
import { ignored, referralOf } from '../provider.ts'
import { whatsapp } from '../whatsapp-channel.ts'

/** Numbers of errors: the 24 hours are over, and the contact has opted out. */
export const WINDOW_CLOSED = '1340'
export const OPTED_OUT = '1240'

/** What an event in either form is. */
export function eventsOf(event: JsonObject, properties: WhatsAppProperties): readonly CallbackEvent[] {
  const id = textOf(event.message_uuid)
  if (id === '') return ignored('an event without a message')
  if (event.status !== undefined) return receiptOf(event, id)
  const isNested = isJsonObject(event.from)
  const content = isNested ? nestedIn(fieldOf(event.message, 'content')) : flatIn(event)
  const sender = fieldOf(event.whatsapp, 'sender')
  // A person who shows no number has an id instead.
  const from = textOf(isNested ? fieldOf(event.from, 'number') : event.from) || textOf(fieldOf(sender, 'user_id'))
  if (content === undefined || from === '') return ignored('a message of a kind that Patchbay does not use')
  const name = textOf(fieldOf(event.profile, 'name'))
  const place = { channel: whatsapp.id, id, from, to: properties.number }
  const referral = fieldOf(event.whatsapp, 'referral')
  const said = { ...content, ...referralOf((part) => textOf(fieldOf(referral, `source_${part}`))) }
  return [{ kind: 'message', message: { ...place, content: said, ...(name === '' ? {} : { contactName: name }) } }]
}

function receiptOf(event: JsonObject, messageId: string): readonly CallbackEvent[] {
  const status = messageStatuses[textOf(event.status)]
  if (status === undefined) return ignored(`the status ${textOf(event.status).slice(0, 40)}`)
  if (status !== 'undelivered') return [{ kind: 'receipt', receipt: { messageId, status } }]
  const { error: given } = event
  const code = textOf(fieldOf(given, 'code')) || errorNumberOf(given)
  const reason = textOf(fieldOf(given, 'reason')) || reasonOf(given) || textOf(event.status)
  const error = undelivered(whatsappAccount.title, { reason, code, optedOutCode: OPTED_OUT })
  const named = code === WINDOW_CLOSED ? { ...error, code: 'WINDOW_CLOSED' } : error
  return [{ kind: 'receipt', receipt: { messageId, status, error: named } }]
}

const types: Readonly<Record<string, string>> = { image: 'image/jpeg', video: 'video/mp4', audio: 'audio/mp4' }

/** A message of v0.1, whose kind names its part. */
function nestedIn(content: Json | undefined): MessageContent | undefined {
  const kind = textOf(fieldOf(content, 'type'))
  return kind === 'text' ? { text: textOf(fieldOf(content, 'text')) } : partIn(content, kind)
}

/** A message of v1. */
function flatIn(event: JsonObject): MessageContent | undefined {
  const replyTo = textOf(fieldOf(event.context, 'message_uuid'))
  const kind = textOf(event.message_type) || 'text'
  if (kind === 'reaction') return reactionIn(event.reaction, replyTo)
  const content = kind === 'text' ? { text: textOf(event.text) } : partIn(event, kind)
  return content === undefined || replyTo === '' ? content : { ...content, replyTo }
}

/** Undefined for one that was taken back. */
function reactionIn(reaction: Json | undefined, messageId: string): MessageContent | undefined {
  const emoji = textOf(fieldOf(reaction, 'emoji'))
  const isThere = emoji !== '' && textOf(fieldOf(reaction, 'action')) !== 'unreact'
  return isThere ? { reaction: { emoji, messageId } } : undefined
}

function partIn(content: Json | undefined, kind: string): MessageContent | undefined {
  const part = fieldOf(content, kind)
  const field = (name: string) => textOf(fieldOf(part, name))
  switch (kind) {
    case 'image':
    case 'video':
    case 'audio':
    case 'file': {
      const [type, caption, name] = [types[kind], field('caption'), field('name')]
      const file = { url: field('url'), ...(type === undefined ? {} : { type }), ...(name === '' ? {} : { name }) }
      return { ...(caption === '' ? {} : { text: caption }), media: [file] }
    }
    case 'location': {
      const [latitude, longitude] = [field('latitude') || field('lat'), field('longitude') || field('long')]
      return placeOf(latitude, longitude, field('name') || field('address'))
    }
    case 'reply':
      return { choice: { id: field('id'), title: field('title') } }
    case 'button':
      return { text: field('text'), choice: { id: field('payload') || field('text'), title: field('text') } }
    case 'sticker':
      return { sticker: { id: field('url') } }
    default:
      return undefined
  }
}
