import { createHmac } from 'node:crypto'
import OAuth from 'oauth-1.0a'
import { isRecord } from '../../src/platform/is-record.ts'
import { json, type Reply, type TakenRequest } from '../helpers/stand-in.ts'
import { commonFaults, startMessageServer } from './message-server.ts'
import { type FaultScripts, noReceipts, type ServiceStandIn } from './service-stand-in.ts'

export const ownId = '1111111111111111111'
export const person = '2222222222222222222'
const keys = {
  consumerKey: 'theConsumerKeyOfTests',
  consumerSecret: 'theConsumerSecretOfTests',
  accessToken: `${ownId}-theAccessTokenOfTests`,
  accessTokenSecret: 'theAccessTokenSecretOfTests',
}
const mediaId = '1146654567674912769'
const appToken = 'AAAA%2FtheAppTokenOfTests'

type Body = Readonly<Record<string, unknown>>

interface Webhook {
  readonly id: string
  readonly url: string
  valid: boolean
}

export interface TwitterStandIn extends ServiceStandIn {
  readonly origin: string
  readonly state: {
    readonly webhooks: Webhook[]
    readonly subscriptions: Body[]
    /** Asks an address for the proof, before a webhook is answered. Absent: it is taken for given. */
    ask: ((url: string) => Promise<boolean>) | undefined
    /** Types of events that the app may not subscribe to. */
    readonly forbidden: Set<string>
    readonly nonces: Set<string>
    /** How often the app asked for its token. */
    appTokens: number
    /** What a picture is answered in place of its id. */
    noPicture: Reply | undefined
  }
  readonly sent: readonly Body[]
}

/** What X answers about an error. */
export function problem(status: number, title: string, detail: string, more: Body = {}): Reply {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/problem+json' })
    response.end(JSON.stringify({ title, detail, type: 'about:blank', status, ...more }))
  }
}

const unauthorized = problem(401, 'Unauthorized', 'Unauthorized')

/** Calls are taken again 90 seconds after the time of tests. */
export const tooMany: Reply = (response) => {
  const reset = String(Math.floor(Date.UTC(2026, 0, 1) / 1000) + 90)
  response.writeHead(429, { 'content-type': 'application/problem+json', 'x-rate-limit-reset': reset })
  response.end(JSON.stringify({ title: 'Too Many Requests', detail: 'Too Many Requests', status: 429 }))
}

const faults: FaultScripts = {
  ...commonFaults,
  refuses: problem(403, 'Forbidden', 'You do not have permission to DM one or more participants.'),
  'is busy': tooMany,
  lies: json({ errors: [{ title: 'Invalid Request', detail: 'The message could not be sent.' }] }),
}

/** The API v2 of X with one app and one account. */
export async function startStandInOf(): Promise<TwitterStandIn> {
  const state: TwitterStandIn['state'] = {
    webhooks: [],
    subscriptions: [],
    ask: undefined,
    forbidden: new Set(),
    nonces: new Set(),
    appTokens: 0,
    noPicture: undefined,
  }
  const sent: Body[] = []
  const server = await startMessageServer({
    other: (request) => (sendPath.test(pathOf(request)) ? undefined : answerTo(request, state)),
    complaintOf: (request) => (isSigned(request, state) ? shapeComplaint(request) : 'credential'),
    refusalOf: (complaint) =>
      complaint === 'credential' ? unauthorized : problem(400, 'Invalid Request', `$.${complaint}: is not allowed`),
    messageOf(request) {
      const body = bodyOf(request)
      sent.push(body)
      return { from: ownId, to: sendPath.exec(pathOf(request))?.[1] ?? '', text: String(body.text ?? '') }
    },
    receiptOf: (number) =>
      json({ data: { dm_conversation_id: `${ownId}-${person}`, dm_event_id: `195000000000000000${number}` } }, 201),
    faults,
  })
  return {
    properties: keys,
    wrongProperties: { ...keys, accessTokenSecret: 'anotherSecretOfTests' },
    hosts: { api: server.origin, media: server.origin },
    address: { channel: 'twitter', value: ownId },
    contact: person,
    origin: server.origin,
    state,
    sent,
    sending: server.sending,
    calling: {
      proofCovers: 'body',
      isProofDated: false,
      bodyOf: ({ id, from, text }) => oldEvent(messageEvent({ text }, { id, from })),
      receipts: noReceipts('X reports only that a message was read.'),
      wordless: {
        'a read mark': ({ from }) => newEvent('dm.read', { direct_message_mark_read_events: [readMark(from)] }),
        'that somebody types': ({ from }) => {
          const typing = { created_timestamp: '1767323045000', sender_id: from, target: { recipient_id: ownId } }
          return JSON.stringify({ for_user_id: ownId, direct_message_indicate_typing_events: [typing] })
        },
      },
      sign(body, proof) {
        const headers = { 'content-type': 'application/json' }
        const key = proof === 'right' ? keys.consumerSecret : 'the secret of a stranger'
        const signature = `sha256=${createHmac('sha256', key).update(body).digest('base64')}`
        const signed = proof === 'none' ? headers : { ...headers, 'x-twitter-webhooks-signature': signature }
        return { method: 'POST', query: '', headers: signed, body }
      },
    },
    close: server.close,
  }
}

/** A message as both formats have it. */
export function messageEvent(data: object, { id = '954491830116155396', from = person, to = ownId } = {}): Body {
  const message = { target: { recipient_id: to }, sender_id: from, message_data: { entities: {}, ...data } }
  return { type: 'message_create', id, created_timestamp: '1767323045000', message_create: message }
}

function readMark(from: string): Body {
  const place = { sender_id: from, target: { recipient_id: ownId } }
  return { ...place, created_timestamp: '1767323045000', last_read_event_id: '954491830116155397' }
}

/** The format of the Account Activity API. */
export function oldEvent(event: Body, owner = ownId): string {
  const users = { [person]: { id: person, name: 'Ann Lee', screen_name: 'ann' } }
  return JSON.stringify({ for_user_id: owner, direct_message_events: [event], users })
}

/** The format of the X Activity API. */
export function newEvent(type: string, payload: Body, owner = ownId): string {
  const users = { [person]: { data: { id: person, name: 'Ann Lee', username: 'ann' } } }
  const data = {
    event_uuid: '7',
    event_type: type,
    filter: { user_id: owner },
    tag: '',
    payload: { users, ...payload },
  }
  return JSON.stringify({ data })
}

const sendPath = /^\/2\/dm_conversations\/with\/(\d{1,19})\/messages$/
const pathOf = ({ url }: TakenRequest) => new URL(url, 'http://a').pathname

function bodyOf(request: TakenRequest): Body {
  const body: unknown = request.body === '' ? {} : JSON.parse(request.body)
  return isRecord(body) ? body : {}
}

/** A package signs the request once more. Each nonce counts once. */
function isSigned({ method, url, headers }: TakenRequest, { nonces }: TwitterStandIn['state']): boolean {
  const fields = [...(headers.authorization ?? '').matchAll(/(oauth_\w+)="([^"]*)"/g)]
  const given = new Map(fields.map(([, name = '', value = '']) => [name, decodeURIComponent(value)]))
  const field = (name: string) => given.get(name) ?? ''
  const nonce = field('oauth_nonce')
  if (nonce === '' || nonces.has(nonce)) return false
  nonces.add(nonce)
  const oauth = new OAuth({
    consumer: { key: keys.consumerKey, secret: keys.consumerSecret },
    signature_method: 'HMAC-SHA1',
    hash_function: (text, key) => createHmac('sha1', key).update(text).digest('base64'),
  })
  const expected = oauth.getSignature(
    { method: method ?? '', url: `http://${headers.host}${url}` },
    keys.accessTokenSecret,
    {
      oauth_consumer_key: keys.consumerKey,
      oauth_token: keys.accessToken,
      oauth_nonce: nonce,
      oauth_signature_method: 'HMAC-SHA1',
      oauth_timestamp: Number(field('oauth_timestamp')),
      oauth_version: '1.0',
    },
  )
  return field('oauth_signature') === expected && field('oauth_token') === keys.accessToken
}

function shapeComplaint(request: TakenRequest): string | undefined {
  const { text, attachments, ...more } = bodyOf(request)
  if (request.method !== 'POST' || request.headers['content-type'] !== 'application/json') return 'type'
  const [unknown] = Object.keys(more)
  if (unknown !== undefined) return unknown
  if (attachments !== undefined) {
    const isRight = JSON.stringify(attachments) === `[{"media_id":"${mediaId}"}]`
    if (!isRight || text === '') return 'attachments'
    return undefined
  }
  return typeof text === 'string' && text.length > 0 && text.length <= 10_000 ? undefined : 'text'
}

function answerTo(request: TakenRequest, state: TwitterStandIn['state']): Reply {
  const route = `${request.method} ${pathOf(request)}`
  if (route === 'POST /oauth2/token') {
    state.appTokens += 1
    return answerToApp(request)
  }
  if (route.includes('/2/webhooks')) {
    return request.headers.authorization === `Bearer ${appToken}` ? webhookReply(route, request, state) : unauthorized
  }
  if (!isSigned(request, state)) return unauthorized
  if (route === 'GET /2/users/me') return json({ data: { id: ownId, name: 'The Shop', username: 'shop' } })
  if (route === 'GET /1.1/ton/data/dm/1/1/a.png') {
    return (response) => {
      response.writeHead(200, { 'content-type': 'image/png' })
      response.end('a picture')
    }
  }
  if (route === 'POST /2/media/upload') {
    if (state.noPicture !== undefined) return state.noPicture
    const { media, media_category: category, media_type: type, shared, ...more } = bodyOf(request)
    const isPicture = typeof media === 'string' && Buffer.from(media, 'base64').toString('base64') === media
    const isRight = isPicture && media !== '' && category === 'dm_image' && /^image\//.test(String(type))
    if (!isRight || shared !== false || Object.keys(more).length > 0) return problem(400, 'Invalid Request', 'media')
    return json({ data: { id: mediaId, media_key: `3_${mediaId}`, expires_after_secs: 86_400, size: 70 } })
  }
  if (pathOf(request) !== '/2/activity/subscriptions') return problem(404, 'Not Found', 'Not Found')
  if (request.method === 'GET') {
    const meta = { result_count: state.subscriptions.length }
    return json(state.subscriptions.length === 0 ? { meta } : { data: state.subscriptions, meta })
  }
  const body = bodyOf(request)
  if (state.forbidden.has(String(body.event_type))) return problem(403, 'Forbidden', 'Not in your access level.')
  state.subscriptions.push({ ...body, subscription_id: String(state.subscriptions.length + 1) })
  return json({ data: { subscription: state.subscriptions.at(-1) } })
}

function answerToApp({ headers, body }: TakenRequest): Reply {
  const expected = Buffer.from(`${keys.consumerKey}:${keys.consumerSecret}`).toString('base64')
  const isRight = headers.authorization === `Basic ${expected}` && body === 'grant_type=client_credentials'
  return isRight
    ? json({ token_type: 'bearer', access_token: appToken })
    : json({ errors: [{ code: 99, message: 'Unable to verify your credentials' }] }, 403)
}

function webhookReply(route: string, request: TakenRequest, { webhooks, ask }: TwitterStandIn['state']): Reply {
  if (route === 'GET /2/webhooks') {
    return json(webhooks.length === 0 ? { meta: { result_count: 0 } } : { data: webhooks })
  }
  const id = route.split('/')[3]
  const known = webhooks.find((webhook) => webhook.id === id)
  const url = known?.url ?? String(bodyOf(request).url)
  return async (response, taken) => {
    const isProven = (await ask?.(url)) ?? true
    const answer = () => {
      if (!isProven) return problem(400, 'CrcValidationFailed', 'The CRC request failed.')
      if (known !== undefined) {
        known.valid = true
        return json({ data: { valid: true } })
      }
      if (webhooks.some((webhook) => webhook.url === url)) {
        return problem(400, 'DuplicateUrlFailed', 'The URL is registered.')
      }
      webhooks.push({ id: String(1_900_000_000_000_000_001n + BigInt(webhooks.length)), url, valid: true })
      return json({ data: { ...webhooks.at(-1), created_at: '2026-01-01T00:00:00.000Z' } })
    }
    return answer()(response, taken)
  }
}
