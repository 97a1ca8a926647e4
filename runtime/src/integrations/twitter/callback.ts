import type { Json } from '@patchbay/shared/json'
import type { OpenAccount } from '../../kit/account.ts'
import type { Callback, CallbackEvent, CallbackRequest } from '../../kit/callback.ts'
import { readCallbackJson } from '../../kit/callback-body.ts'
import { hmac, noSignature, requireSignature } from '../../kit/signatures.ts'
import { fieldOf, listOf, textOf } from '../../kit/values.ts'
import { ownIdOf, type TwitterProperties } from './account.ts'
import { twitter } from './direct-channel.ts'
import { contentOf, nameIn } from './wire.ts'

/**
 * No body of an event looks like this. X signs its events just as it asks for the proof, so whoever gets any text proved could
 * forge events.
 */
const CRC_TOKEN = /^[\w.~+/=-]{1,300}$/

/** Proves to X that the address is ours, and reads messages and read marks in the old and the new format. */
export const twitterCallback: Callback<TwitterProperties> = {
  methods: ['GET', 'POST'],
  mostBytes: 1024 * 1024,
  verify(request, { properties }) {
    if (request.method === 'GET') return requireCrcToken(request)
    const given = request.headers['x-twitter-webhooks-signature']
    if (given === undefined) throw noSignature('The call has no X-Twitter-Webhooks-Signature.')
    requireSignature(given, [proofOf(request.rawBody, properties)])
  },
  read(request, account) {
    if (request.method === 'GET') {
      const proof = proofOf(request.query.get('crc_token') ?? '', account.properties)
      return [{ kind: 'handshake', answer: { status: 200, json: { response_token: proof } } }]
    }
    const body = readCallbackJson(request)
    const data = fieldOf(body, 'data')
    return data === undefined
      ? eventsOf(body, textOf(fieldOf(body, 'for_user_id')), account)
      : activityOf(data, account)
  },
  answer: () => ({ status: 200 }),
}

function requireCrcToken({ query }: CallbackRequest): void {
  if (!CRC_TOKEN.test(query.get('crc_token') ?? '')) throw noSignature('This is no question of X.')
}

function proofOf(data: string | Uint8Array, { consumerSecret }: TwitterProperties): string {
  return `sha256=${hmac('sha256', consumerSecret, data, 'base64')}`
}

/** An event of the X Activity API, which wraps what the older format has. */
function activityOf(data: Json, account: OpenAccount<TwitterProperties>): readonly CallbackEvent[] {
  const type = textOf(fieldOf(data, 'event_type'))
  if (type.startsWith('chat.')) {
    return ignored('an encrypted message, which only the apps of X can read: ask the contact for an unencrypted one')
  }
  if (type === 'dm.sent') return ignored('an echo of a message of the account')
  if (type !== 'dm.received' && type !== 'dm.read') return ignored(`the event "${type.slice(0, 40)}"`)
  return eventsOf(fieldOf(data, 'payload'), textOf(fieldOf(fieldOf(data, 'filter'), 'user_id')), account)
}

/** @param owner whom X sends the events for; each account of an app calls the same address */
function eventsOf(
  payload: Json | undefined,
  owner: string,
  { properties }: OpenAccount<TwitterProperties>,
): readonly CallbackEvent[] {
  const ownId = ownIdOf(properties)
  if (owner !== '' && owner !== ownId) return ignored('an event of another account')
  const users = fieldOf(payload, 'users')
  const events = [
    ...listOf(fieldOf(payload, 'direct_message_events')).map((event) => messageOf(event, users, ownId)),
    ...listOf(fieldOf(payload, 'direct_message_mark_read_events')).map((event) => receiptOf(event, ownId)),
  ]
  return events.length === 0 ? ignored('an event that Patchbay does not use') : events.flat()
}

function messageOf(event: Json, users: Json | undefined, ownId: string): readonly CallbackEvent[] {
  const message = fieldOf(event, 'message_create')
  const from = textOf(fieldOf(message, 'sender_id'))
  const to = textOf(fieldOf(fieldOf(message, 'target'), 'recipient_id'))
  const id = textOf(fieldOf(event, 'id'))
  if (from === ownId) return ignored('an echo of a message of the account')
  if (to !== ownId) return ignored('a message of a group or of another account')
  const content = contentOf(fieldOf(message, 'message_data'))
  if (content === undefined || from === '' || id === '') {
    return ignored('a message of a kind that Patchbay does not use')
  }
  const contactName = nameIn(users, from)
  const name = contactName === '' ? {} : { contactName }
  return [{ kind: 'message', message: { channel: twitter.id, from, to, id, content, ...timeOf(event), ...name } }]
}

/** Names the last message that the contact has seen. */
function receiptOf(event: Json, ownId: string): readonly CallbackEvent[] {
  const messageId = textOf(fieldOf(event, 'last_read_event_id'))
  const reader = textOf(fieldOf(event, 'sender_id'))
  if (messageId === '' || reader === ownId) return ignored('a read mark of the account itself')
  return [{ kind: 'receipt', receipt: { messageId, status: 'read', ...timeOf(event) } }]
}

function timeOf(event: Json): { readonly at: Date } | undefined {
  const text = textOf(fieldOf(event, 'created_timestamp'))
  return /^\d{1,15}$/.test(text) ? { at: new Date(Number(text)) } : undefined
}

function ignored(what: string): readonly CallbackEvent[] {
  return [{ kind: 'ignored', why: `X sent ${what}.` }]
}
