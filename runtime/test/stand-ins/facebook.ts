import { createHmac } from 'node:crypto'
import { isRecord } from '../../src/platform/is-record.ts'
import { json, type Reply, type TakenRequest } from '../helpers/stand-in.ts'
import { commonFaults, startMessageServer } from './message-server.ts'
import type { FaultScripts, ServiceStandIn } from './service-stand-in.ts'

export const token = 'the-page-access-token-of-tests'
export const appSecret = '0123456789abcdef0123456789abcdef'
export const pageId = '100200300'
const version = '/v23.0'

type Body = Readonly<Record<string, unknown>>

export interface FacebookStandIn extends ServiceStandIn {
  readonly origin: string
  readonly state: {
    /** Fields that the page sends to the app; none: nothing. */
    fields: string | undefined
    /** As the app was told. */
    subscription: Body | undefined
    /** Called back before the app's subscription is answered. */
    whenSubscribed: ((subscription: Body) => Promise<void>) | undefined
    /** How often a person's name was asked for. */
    names: number
    /** People who were shown that the page types. */
    readonly typing: unknown[]
  }
  readonly sent: readonly Body[]
}

const refusal = (status: number, code: number, message: string, subcode?: number): Reply =>
  json({ error: { message, type: 'OAuthException', code, error_subcode: subcode, fbtrace_id: 'A' } }, status)

const faults: FaultScripts = {
  ...commonFaults,
  refuses: refusal(400, 100, '(#100) No matching user found', 2018001),
  'is busy': refusal(400, 613, '(#613) Calls to this api have exceeded the rate limit.'),
  lies: refusal(200, 1, 'An unknown error occurred'),
}

/** The Graph API with one page and one app. */
export async function startStandInOf(): Promise<FacebookStandIn> {
  const state: FacebookStandIn['state'] = {
    fields: undefined,
    subscription: undefined,
    whenSubscribed: undefined,
    names: 0,
    typing: [],
  }
  const sent: Body[] = []
  const server = await startMessageServer({
    other: (request) => (isSending(request) ? undefined : answerTo(request, state)),
    complaintOf,
    refusalOf: (complaint) =>
      complaint === 'credential'
        ? refusal(401, 190, 'Invalid OAuth access token.')
        : refusal(400, 100, `(#100) ${complaint}`),
    messageOf(request) {
      const body = bodyOf(request)
      sent.push(body)
      const message = isRecord(body.message) ? body.message : {}
      const recipient = isRecord(body.recipient) ? String(body.recipient.id) : ''
      return { from: pageId, to: recipient, text: String(message.text ?? '') }
    },
    receiptOf: (number) => json({ recipient_id: '2000000000000001', message_id: `m_${number}` }),
    faults,
  })
  const properties = { pageUsername: 'shop', pageId, token, appSecret, appId: '12345', verifyToken: 'verify-me' }
  return {
    properties,
    wrongProperties: { ...properties, token: 'another-page-access-token-of-tests' },
    hosts: { api: server.origin },
    address: { channel: 'facebook', value: pageId },
    contact: '2000000000000001',
    origin: server.origin,
    state,
    sent,
    sending: server.sending,
    calling: {
      proofCovers: 'body',
      isProofDated: false,
      bodyOf: ({ id, from, text }) => eventBody({ message: { mid: id, text } }, from),
      receipts: {
        delivered: (id) => eventBody({ delivery: { mids: [id], watermark: Date.now() } }),
        undelivered: { because: 'Facebook reports deliveries only.' },
      },
      wordless: {
        'an opened link': ({ from }) => eventBody({ referral: { ref: 'spring', source: 'SHORTLINK' } }, from),
        'a reaction': ({ id, from }) => eventBody({ reaction: { mid: id, action: 'react', emoji: '👍' } }, from),
        'an edit': ({ id, from }) => eventBody({ message_edit: { mid: id, text: 'Hello!', num_edit: 1 } }, from),
        'a deletion': ({ id, from }) => eventBody({ message: { mid: id, is_deleted: true } }, from),
        'a read mark': ({ from }) => eventBody({ read: { watermark: Date.now() } }, from),
      },
      sign(body, proof) {
        const headers = { 'content-type': 'application/json' }
        const key = proof === 'right' ? appSecret : 'the secret of a stranger'
        const signature = `sha256=${createHmac('sha256', key).update(body).digest('hex')}`
        const signed = proof === 'none' ? headers : { ...headers, 'x-hub-signature-256': signature }
        return { method: 'POST', query: '', headers: signed, body }
      },
    },
    close: server.close,
  }
}

/** An event as Facebook writes it: everything beyond ASCII is escaped. */
export function eventBody(event: object, sender = '2000000000000001', recipient = pageId): string {
  const messaging = [{ sender: { id: sender }, recipient: { id: recipient }, timestamp: Date.now(), ...event }]
  const text = JSON.stringify({ object: 'page', entry: [{ id: pageId, time: Date.now(), messaging }] })
  return text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

const pathOf = ({ url }: TakenRequest) => new URL(url, 'http://a').pathname.replace(version, '')
const queryOf = ({ url }: TakenRequest) => new URL(url, 'http://a').searchParams

/** A message; the other call with this path shows that somebody types. */
function isSending(request: TakenRequest): boolean {
  return pathOf(request) === '/me/messages' && bodyOf(request).sender_action === undefined
}

function bodyOf(request: TakenRequest): Body {
  const body: unknown = JSON.parse(request.body)
  return isRecord(body) ? body : {}
}

/** The token in a header and never in the address, with the proof of the app. */
function isPage(request: TakenRequest): boolean {
  const proof = createHmac('sha256', appSecret).update(token).digest('hex')
  const isProven = queryOf(request).get('appsecret_proof') === proof && !request.url.includes(token)
  return request.headers.authorization === `Bearer ${token}` && isProven && request.url.startsWith(`${version}/`)
}

function complaintOf(request: TakenRequest): string | undefined {
  if (!isPage(request)) return 'credential'
  const { recipient, messaging_type: type, message, ...more } = bodyOf(request)
  if (Object.keys(more).length > 0 || type !== 'RESPONSE' || !isRecord(recipient)) return 'shape'
  if (!isRecord(message)) return 'message'
  const known = ['text', 'attachment', 'quick_replies']
  const unknown = Object.keys(message).find((name) => !known.includes(name))
  if (unknown !== undefined) return `Invalid keys "${unknown}" were found in param "message".`
  if ((message.text === undefined) === (message.attachment === undefined)) return 'text or attachment'
  if (String(message.text ?? '').length > 2_000)
    return 'Length of param message[text] must be less than or equal to 2000'
  const replies = Array.isArray(message.quick_replies) ? message.quick_replies : []
  return replies.length > 13 || replies.some(({ title }) => String(title).length > 20) ? 'quick_replies' : undefined
}

function answerTo(request: TakenRequest, state: FacebookStandIn['state']): Reply {
  const route = `${request.method} ${pathOf(request)}`
  if (route === 'POST /12345/subscriptions') {
    if (request.headers.authorization !== `Bearer 12345|${appSecret}`)
      return refusal(400, 101, 'Error validating application.')
    return async (response, taken) => {
      state.subscription = bodyOf(request)
      await state.whenSubscribed?.(state.subscription)
      return json({ success: true })(response, taken)
    }
  }
  if (!isPage(request)) return refusal(401, 190, 'Invalid OAuth access token.')
  if (route === 'POST /me/messages') {
    const { recipient, sender_action: action, ...more } = bodyOf(request)
    if (action !== 'typing_on' || Object.keys(more).length > 0) return refusal(400, 100, '(#100) sender_action')
    state.typing.push(recipient)
    return json({ recipient_id: isRecord(recipient) ? recipient.id : '' })
  }
  if (route === 'GET /me') return json({ id: pageId, name: 'The Shop', username: 'shop' })
  if (route === `GET /${pageId}/subscribed_apps`) {
    return json({ data: state.fields === undefined ? [] : [{ id: '12345', name: 'Patchbay' }] })
  }
  if (route === `POST /${pageId}/subscribed_apps`) {
    state.fields = queryOf(request).get('subscribed_fields') ?? undefined
    return json({ success: true })
  }
  if (!/^GET \/\d+$/.test(route)) return refusal(400, 2500, 'Unknown path components')
  state.names += 1
  return json({ name: 'Ann Lee', id: route.slice(5) })
}
