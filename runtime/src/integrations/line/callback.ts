import type { MessageContent } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { Json } from '@patchbay/shared/json'
import type { OpenAccount } from '../../kit/account.ts'
import type { Callback, CallbackEvent } from '../../kit/callback.ts'
import { readCallbackJson } from '../../kit/callback-body.ts'
import { hmac, noSignature, requireSignature } from '../../kit/signatures.ts'
import { fieldOf, textOf, timeOf } from '../../kit/values.ts'
import type { LineProperties } from './account.ts'
import { line } from './line-channel.ts'
import type { NameOf } from './profile-names.ts'
import type { ReplyTokens } from './reply-tokens.ts'

/** Reads batches of events. LINE signs the body with the channel secret. */
export function createLineCallback(tokens: ReplyTokens, nameOf: NameOf): Callback<LineProperties> {
  return {
    methods: ['POST'],
    mostBytes: 1024 * 1024,
    verify({ headers, rawBody }, { properties }) {
      const given = headers['x-line-signature']
      if (given === undefined) throw noSignature('The call has no X-Line-Signature.')
      requireSignature(given, [hmac('sha256', properties.channelSecret, rawBody, 'base64')])
    },
    async read(request, account) {
      const events = fieldOf(readCallbackJson(request), 'events')
      if (!Array.isArray(events)) throw new AppError('INVALID_INPUT', 'events is missing.')
      // A list without events is how LINE tries the address.
      return Promise.all(events.map((event) => eventOf(event, account)))
    },
    answer: () => ({ status: 200 }),
  }

  async function eventOf(event: Json, account: OpenAccount<LineProperties>): Promise<CallbackEvent> {
    const kind = textOf(fieldOf(event, 'type'))
    if (fieldOf(event, 'mode') === 'standby') return ignored('an event that another service handles')
    if (kind === 'unsend') {
      return { kind: 'deleted', id: textOf(fieldOf(fieldOf(event, 'unsend'), 'messageId')), ...timeOf(event) }
    }
    const block = blockOf(event, account.id)
    if (block !== undefined) return block
    if (kind !== 'message' && kind !== 'postback') return ignored(`the event "${kind.slice(0, 40)}"`)
    const source = fieldOf(event, 'source')
    const from = textOf(fieldOf(source, 'userId'))
    if (fieldOf(source, 'type') !== 'user' || from === '') return ignored('a message of a group')
    const message = fieldOf(event, 'message')
    const content = kind === 'postback' ? pressOf(fieldOf(event, 'postback')) : contentOf(message)
    const id = textOf(kind === 'postback' ? fieldOf(event, 'webhookEventId') : fieldOf(message, 'id'))
    if (content === undefined || id === '') return ignored('a message of a kind that Patchbay does not use')
    const replyToken = textOf(fieldOf(event, 'replyToken'))
    if (replyToken !== '') tokens.keep({ accountId: account.id, contact: from }, replyToken)
    const contactName = await nameOf(account.properties, from)
    const name = contactName === '' ? {} : { contactName }
    return {
      kind: 'message',
      message: { channel: line.id, id, from, to: account.id, content, ...timeOf(event), ...name },
    }
  }
}

/** LINE takes messages to somebody who has blocked the account, and delivers none. */
function blockOf(event: Json, address: string): CallbackEvent | undefined {
  const kind = textOf(fieldOf(event, 'type'))
  const source = fieldOf(event, 'source')
  const contact = textOf(fieldOf(source, 'userId'))
  if ((kind !== 'follow' && kind !== 'unfollow') || fieldOf(source, 'type') !== 'user' || contact === '')
    return undefined
  const isBlocked = kind === 'unfollow'
  const detail = `LINE says that the contact has ${isBlocked ? 'blocked the account' : 'added the account'}.`
  return { kind: 'blocked', block: { channel: line.id, address, contact, isBlocked, detail } }
}

function pressOf(postback: Json | undefined): MessageContent | undefined {
  const data = textOf(fieldOf(postback, 'data'))
  return data === '' ? undefined : { choice: { id: data, title: data } }
}

const types: Readonly<Record<string, string>> = { image: 'image/jpeg', video: 'video/mp4', audio: 'audio/mp4' }

function contentOf(message: Json | undefined): MessageContent | undefined {
  const field = (name: string) => textOf(fieldOf(message, name))
  const kind = field('type')
  const quoted = field('quotedMessageId')
  const reply = quoted === '' ? {} : { replyTo: quoted }
  switch (kind) {
    case 'text':
      return { text: field('text'), ...reply }
    case 'image':
    case 'video':
    case 'audio':
    case 'file':
      return { media: [fileOf(message, types[kind])], ...reply }
    case 'location': {
      const [latitude, longitude] = [fieldOf(message, 'latitude'), fieldOf(message, 'longitude')]
      if (typeof latitude !== 'number' || typeof longitude !== 'number') return undefined
      const name = field('title') || field('address')
      return { location: { latitude, longitude, ...(name === '' ? {} : { name }) } }
    }
    case 'sticker':
      return { sticker: { id: `${field('packageId')}/${field('stickerId')}` } }
    default:
      return undefined
  }
}

function fileOf(message: Json | undefined, type: string | undefined) {
  const provider = fieldOf(message, 'contentProvider')
  const name = textOf(fieldOf(message, 'fileName'))
  const place =
    fieldOf(provider, 'type') === 'external'
      ? { url: textOf(fieldOf(provider, 'originalContentUrl')) }
      : { ref: textOf(fieldOf(message, 'id')) }
  return { ...place, ...(type === undefined ? {} : { type }), ...(name === '' ? {} : { name }) }
}

function ignored(what: string): CallbackEvent {
  return { kind: 'ignored', why: `LINE sent ${what}.` }
}
