import type { MessageContent } from '@patchbay/shared/api'
import type { Json } from '@patchbay/shared/json'
import type { OpenAccount } from '../../kit/account.ts'
import type { Callback, CallbackEvent, CallbackRequest } from '../../kit/callback.ts'
import { readCallbackJson } from '../../kit/callback-body.ts'
import { hmac, noSignature, requireSignature } from '../../kit/signatures.ts'
import { fieldOf, listOf, textOf, timeOf } from '../../kit/values.ts'
import type { FacebookProperties } from './account.ts'
import { facebook } from './page-channel.ts'
import { contentOf, pressOf, referralOf } from './wire.ts'

/** The name of a person at the page; empty when Facebook does not say. */
export type NameOf = (account: OpenAccount<FacebookProperties>, personId: string) => Promise<string>

/** Answers the question whether the address is ours, and reads messages and receipts, signed with the secret of the app. */
export function createFacebookCallback(nameOf: NameOf): Callback<FacebookProperties> {
  return {
    methods: ['GET', 'POST'],
    mostBytes: 1024 * 1024,
    verify: (request, { properties }) =>
      request.method === 'GET' ? requireVerifyToken(request, properties) : requireSigned(request, properties),
    async read(request, account) {
      if (request.method === 'GET') {
        return [{ kind: 'handshake', answer: { status: 200, text: request.query.get('hub.challenge') ?? '' } }]
      }
      const events = listOf(fieldOf(readCallbackJson(request), 'entry')).flatMap((entry) => [
        ...listOf(fieldOf(entry, 'messaging')),
        ...listOf(fieldOf(entry, 'standby')).map(() => null),
      ])
      return (await Promise.all(events.map((event) => eventsOf(event, account)))).flat()
    },
    answer: () => ({ status: 200, text: 'EVENT_RECEIVED' }),
  }

  async function eventsOf(event: Json, account: OpenAccount<FacebookProperties>): Promise<readonly CallbackEvent[]> {
    const message = fieldOf(event, 'message')
    const [sender, recipient] = ['sender', 'recipient'].map((name) => textOf(fieldOf(fieldOf(event, name), 'id')))
    if (event === null) return ignored('a message of a chat that another app holds')
    if (fieldOf(message, 'is_echo') === true) return ignored('an echo of a message of the page')
    if (recipient !== account.properties.pageId || sender === recipient) return ignored('an event of another page')
    const [delivery, reading] = [fieldOf(event, 'delivery'), fieldOf(event, 'read')]
    if (delivery !== undefined) return deliveriesOf(delivery, sender, timeOf(event))
    if (reading !== undefined) return receiptsUntil(reading, sender, 'read')
    const change = changeOf(event)
    if (change !== undefined) return [{ ...change, ...timeOf(event) }]
    const read = messageOf(event)
    if (read === undefined || sender === undefined || sender === '') {
      return ignored('an event that Patchbay does not use')
    }
    const contactName = await nameOf(account, sender)
    const name = contactName === '' ? {} : { contactName }
    const place = { channel: facebook.id, from: sender, to: account.properties.pageId }
    return [{ kind: 'message', message: { ...place, ...read, ...timeOf(event), ...name } }]
  }
}

function requireVerifyToken({ query }: CallbackRequest, { verifyToken = '' }: FacebookProperties): void {
  const given = query.get('hub.verify_token')
  if (given === null || query.get('hub.mode') !== 'subscribe') throw noSignature('This is no question of Facebook.')
  // Without a token no caller is answered.
  requireSignature(given, verifyToken === '' ? [] : [verifyToken])
}

/** A signature is asked for as soon as there is a secret to check it with. */
function requireSigned({ headers, rawBody }: CallbackRequest, { appSecret = '' }: FacebookProperties): void {
  if (appSecret === '') return
  const given = headers['x-hub-signature-256']
  if (given === undefined) throw noSignature('The call has no X-Hub-Signature-256.')
  requireSignature(given.toLowerCase(), [`sha256=${hmac('sha256', appSecret, rawBody, 'hex')}`])
}

/** Facebook leaves the ids out now and then. */
function deliveriesOf(
  delivery: Json,
  contact: string | undefined,
  at: { readonly at: Date } | undefined,
): readonly CallbackEvent[] {
  const ids = listOf(fieldOf(delivery, 'mids')).map(textOf)
  if (ids.length === 0) return receiptsUntil(delivery, contact, 'delivered')
  return ids.map(
    (messageId): CallbackEvent => ({ kind: 'receipt', receipt: { messageId, status: 'delivered', ...at } }),
  )
}

/** All messages up to the watermark, a time in milliseconds. */
function receiptsUntil(
  mark: Json,
  contact: string | undefined,
  status: 'delivered' | 'read',
): readonly CallbackEvent[] {
  const watermark = textOf(fieldOf(mark, 'watermark'))
  if (contact === undefined || contact === '' || !/^\d{1,15}$/.test(watermark))
    return ignored('a receipt that names no message and no time')
  return [{ kind: 'receipts-until', receipts: { contact, status, until: new Date(Number(watermark)) } }]
}

function changeOf(event: Json) {
  const edit = fieldOf(event, 'message_edit')
  if (edit !== undefined) {
    return {
      kind: 'edited',
      id: textOf(fieldOf(edit, 'mid')),
      content: { text: textOf(fieldOf(edit, 'text')) },
    } as const
  }
  const message = fieldOf(event, 'message')
  return fieldOf(message, 'is_deleted') === true
    ? ({ kind: 'deleted', id: textOf(fieldOf(message, 'mid')) } as const)
    : undefined
}

function messageOf(event: Json): { readonly id: string; readonly content: MessageContent } | undefined {
  const [message, postback, reaction] = ['message', 'postback', 'reaction'].map((name) => fieldOf(event, name))
  const [at, mid] = [textOf(fieldOf(event, 'timestamp')), textOf(fieldOf(message ?? postback, 'mid'))]
  const sender = textOf(fieldOf(fieldOf(event, 'sender'), 'id'))
  const content = message === undefined ? pressOf(postback) : contentOf(message)
  // Older pages send no id with a pressed button.
  if (content !== undefined) return { id: mid === '' ? `press.${sender}.${at}` : mid, content }
  // Somebody who has written before opened a link to the page.
  const opened = referralOf(fieldOf(event, 'referral'))
  if (opened !== undefined) return { id: `referral.${sender}.${at}`, content: opened }
  const [emoji, messageId] = [textOf(fieldOf(reaction, 'emoji')), textOf(fieldOf(reaction, 'mid'))]
  if (fieldOf(reaction, 'action') !== 'react' || emoji === '') return undefined
  return { id: `${messageId}.${at}`, content: { reaction: { emoji, messageId } } }
}

function ignored(what: string): readonly CallbackEvent[] {
  return [{ kind: 'ignored', why: `Facebook sent ${what}.` }]
}
