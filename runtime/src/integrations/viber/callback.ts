import type { MessageContent } from '@patchbay/shared/api'
import { isJsonObject, type Json } from '@patchbay/shared/json'
import type { OpenAccount } from '../../kit/account.ts'
import type { Callback, CallbackEvent } from '../../kit/callback.ts'
import { readCallbackJson } from '../../kit/callback-body.ts'
import type { ReceiptStatus } from '../../kit/delivery-receipt.ts'
import { placeOf } from '../../kit/message-content.ts'
import { hmac, noSignature, requireSignature } from '../../kit/signatures.ts'
import { undelivered } from '../../kit/undelivered.ts'
import { fieldOf, textOf, timeOf } from '../../kit/values.ts'
import { type ViberProperties, viberAccount } from './account.ts'
import { viber } from './bot-channel.ts'

/** Reads messages and receipts. Viber signs the body with the token of the bot. */
export const viberCallback: Callback<ViberProperties> = {
  methods: ['POST'],
  verify({ headers, query, rawBody }, { properties }) {
    // Viber's own library writes it into the address.
    const given = headers['x-viber-content-signature'] ?? query.get('sig')
    if (given === null) throw noSignature('The call has no X-Viber-Content-Signature.')
    requireSignature(given.toLowerCase(), [hmac('sha256', properties.token, rawBody, 'hex')])
  },
  read(request, account) {
    const event = readCallbackJson(request)
    return [isJsonObject(event) ? eventOf(event, account) : ignored('no event of a bot')]
  },
  answer: () => ({ status: 200 }),
}

const receipts: Readonly<Record<string, ReceiptStatus>> = {
  delivered: 'delivered',
  seen: 'read',
  failed: 'undelivered',
}

function eventOf(event: Json, { properties }: OpenAccount<ViberProperties>): CallbackEvent {
  const kind = textOf(fieldOf(event, 'event'))
  const status = receipts[kind]
  if (status !== undefined) return receiptOf(event, status)
  if (kind === 'webhook') return { kind: 'handshake', answer: { status: 200 } }
  if (kind !== 'message') return ignored(`the event "${kind.slice(0, 40)}"`)
  const content = contentOf(fieldOf(event, 'message'))
  const sender = fieldOf(event, 'sender')
  const [id, from, contactName] = [fieldOf(event, 'message_token'), fieldOf(sender, 'id'), fieldOf(sender, 'name')].map(
    textOf,
  )
  if (content === undefined || id === undefined || id === '' || from === undefined || from === '') {
    return ignored('a message of a kind that Patchbay does not use')
  }
  const place = { channel: viber.id, id, from, to: properties.botUsername.replace(/^@/, '') }
  const name = contactName === undefined || contactName === '' ? {} : { contactName }
  return { kind: 'message', message: { ...place, content, ...timeOf(event), ...name } }
}

function receiptOf(event: Json, status: ReceiptStatus): CallbackEvent {
  const messageId = textOf(fieldOf(event, 'message_token'))
  const reason = textOf(fieldOf(event, 'desc')) || 'it failed'
  const error = status === 'undelivered' ? { error: undelivered(viberAccount.title, { reason, code: '' }) } : {}
  return { kind: 'receipt', receipt: { messageId, status, ...error, ...timeOf(event) } }
}

const usualTypes: Readonly<Record<string, string>> = { picture: 'image/jpeg', video: 'video/mp4' }

/** What a message says. A pressed key of the keyboard comes as its title. */
function contentOf(message: Json | undefined): MessageContent | undefined {
  const field = (name: string) => textOf(fieldOf(message, name))
  const text = field('text')
  switch (field('type')) {
    case 'text':
      return { text }
    case 'picture':
    case 'video':
    case 'file':
      return { ...(text === '' ? {} : { text }), media: [fileOf(field)] }
    case 'url':
      return { text: field('media') || text }
    case 'sticker':
      return { sticker: { id: field('sticker_id') } }
    case 'contact': {
      const contact = fieldOf(message, 'contact')
      const [name = '', phone = ''] = [fieldOf(contact, 'name'), fieldOf(contact, 'phone_number')].map(textOf)
      return { contactCard: { name, points: phone === '' ? [] : [phone] } }
    }
    case 'location': {
      const place = fieldOf(message, 'location')
      return placeOf(textOf(fieldOf(place, 'lat')), textOf(fieldOf(place, 'lon')))
    }
    default:
      return undefined
  }
}

function fileOf(field: (name: string) => string) {
  const [type, name] = [usualTypes[field('type')], field('file_name')]
  return { url: field('media'), ...(type === undefined ? {} : { type }), ...(name === '' ? {} : { name }) }
}

function ignored(what: string): CallbackEvent {
  return { kind: 'ignored', why: `Viber sent ${what}.` }
}
