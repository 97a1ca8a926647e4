import { createHash, createHmac, generateKeyPairSync, randomUUID } from 'node:crypto'
import { AlgorithmTypes, Auth } from '@vonage/auth'
import { verifySignature as verifyToken } from '@vonage/jwt'
import { SMS } from '@vonage/sms'
import jsonwebtoken from 'jsonwebtoken'
import { isRecord } from '../../src/platform/is-record.ts'
import { json, type Reply, type TakenRequest } from '../helpers/stand-in.ts'
import { commonFaults, startMessageServer } from './message-server.ts'
import type { FaultScripts, Proof, ServiceStandIn } from './service-stand-in.ts'

const apiKey = 'abcd1234'
const apiSecret = 'the-api-secret-of-tests'
export const signatureSecret = 'vonage-sig-secret-0123456789abcdef'
export const applicationId = 'aaaaaaaa-bbbb-cccc-dddd-0123456789ab'
const form = 'application/x-www-form-urlencoded'
const keys = generateKeyPairSync('rsa', {
  modulusLength: 2_048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

/** Makes an account send over the Messages API. */
export const application = { applicationId, privateKey: keys.privateKey }

interface OwnNumber {
  readonly country: string
  readonly msisdn: string
  readonly features: readonly string[]
  readonly voiceCallbackType?: string
  readonly voiceCallbackValue?: string
  moHttpUrl?: string
}

/** The account at Vonage beside its messages. */
export interface VonageState {
  readonly numbers: OwnNumber[]
  application: Readonly<Record<string, unknown>>
  /** The form of each change of a number. */
  readonly updates: Readonly<Record<string, string>>[]
}

export interface VonageStandIn extends ServiceStandIn {
  readonly origin: string
  readonly state: VonageState
  /** The bodies of the requests whose messages it took, forms as objects. */
  readonly sent: readonly Readonly<Record<string, unknown>>[]
}

/** Entries of an answer of the SMS API. */
export function smsAnswer(...entries: readonly Readonly<Record<string, string>>[]): Reply {
  return json({ 'message-count': String(entries.length), messages: entries })
}

const faults: FaultScripts = {
  ...commonFaults,
  refuses: smsAnswer({ status: '15', 'error-text': 'Illegal Sender Address - rejected' }),
  'is busy': (response) => {
    response.writeHead(429, { 'retry-after': '7', 'content-type': 'application/json' })
    response.end(JSON.stringify({ type: 'https://developer.vonage.com/api-errors#throttled', title: 'Rate Limit Hit' }))
  },
  lies: smsAnswer({ status: '9', 'error-text': 'Partner quota exceeded' }),
}

const rejected = {
  type: 'https://developer.vonage.com/api-errors/messages#1320',
  title: 1320,
  detail: 'Message already sent',
}

export async function startStandInOf(): Promise<VonageStandIn> {
  const state = newState()
  const sent: Readonly<Record<string, unknown>>[] = []
  let isMessagesApi = false
  const server = await startMessageServer({
    other: (request) => answerQuestion(request, state),
    complaintOf(request) {
      isMessagesApi = request.url === '/v1/messages'
      return isMessagesApi ? complaintOfMessage(request) : complaintOfSms(request)
    },
    refusalOf: (complaint) =>
      complaint === 'credential' ? unauthorised : json({ title: 'Invalid params', detail: complaint }, 422),
    messageOf(request) {
      const body = bodyOf(request)
      sent.push(body)
      const { from, to, text } = body
      return { from: `+${String(from)}`, to: `+${String(to)}`, text: String(text) }
    },
    receiptOf: (number) =>
      isMessagesApi
        ? json({ message_uuid: `aaaaaaaa-bbbb-4ccc-8ddd-${String(number).padStart(12, '0')}` }, 202)
        : smsAnswer({ to: '13055550119', 'message-id': `0A${number}`, status: '0', network: '12345' }),
    faults,
  })
  const properties = { apiKey, apiSecret, signatureSecret, signatureMethod: 'SHA256HMAC' }
  return {
    origin: server.origin,
    state,
    sent,
    properties,
    wrongProperties: { ...properties, apiSecret: 'another secret' },
    hosts: { api: server.origin, rest: server.origin },
    address: { channel: 'sms', value: '+17865550177' },
    contact: '+13055550119',
    sending: server.sending,
    calling: {
      proofCovers: 'body',
      isProofDated: true,
      // The Messages API; what is particular to the SMS API is tried beside the callback.
      bodyOf: ({ id, from, to, text }) =>
        JSON.stringify({
          channel: 'sms',
          message_uuid: id,
          from: from.slice(1),
          to: to.slice(1),
          message_type: 'text',
          text,
        }),
      receipts: {
        delivered: (id) => JSON.stringify({ channel: 'sms', message_uuid: id, status: 'delivered' }),
        undelivered: (id) => JSON.stringify({ channel: 'sms', message_uuid: id, status: 'rejected', error: rejected }),
      },
      sign: (body, proof) => ({ method: 'POST', query: '', ...signMessage(body, proof) }),
    },
    close: server.close,
  }
}

const dayAgo = (proof: Proof) => Math.floor(Date.now() / 1000) - (proof === 'old' ? 86_400 : 0)

/**
 * A call of the SMS API as a form. Vonage's packages only check signatures, so that of ours is made by its documents,
 * and its package must accept it.
 */
export function signSms(body: string, proof: Proof, method: keyof typeof AlgorithmTypes = 'sha256hmac') {
  const headers = { 'content-type': form }
  if (proof === 'none') return { method: 'POST', query: '', headers, body }
  const secret = proof === 'wrong' ? 'the secret of a stranger' : signatureSecret
  const fields = new Map(new URLSearchParams(body))
  fields.set('timestamp', String(dayAgo(proof)))
  fields.set('nonce', randomUUID())
  const sig = smsSignature(fields, secret, method)
  const client = new SMS(new Auth({ apiKey, apiSecret }))
  const isRight = client.verifySignature(
    sig,
    Object.fromEntries([...fields, ['sig', sig]]),
    secret,
    AlgorithmTypes[method],
  )
  if (!isRight) throw new Error("Vonage's package refuses this signature.")
  return { method: 'POST', query: '', headers, body: new URLSearchParams([...fields, ['sig', sig]]).toString() }
}

function smsSignature(
  fields: ReadonlyMap<string, string>,
  secret: string,
  method: keyof typeof AlgorithmTypes,
): string {
  const sorted = [...fields].toSorted(([first], [second]) => (first < second ? -1 : 1))
  const text = sorted.map(([name, value]) => `&${name}=${value.replaceAll('&', '_').replaceAll('=', '_')}`).join('')
  if (method === 'md5hash')
    return createHash('md5')
      .update(text + secret)
      .digest('hex')
  return createHmac(method.replace('hmac', ''), secret).update(text).digest('hex')
}

/** A call of the Messages API, signed by the library that Vonage's packages use. */
export function signMessage(body: string, proof: Proof, change: Readonly<Record<string, unknown>> = {}) {
  const headers = { 'content-type': 'application/json' }
  if (proof === 'none') return { headers, body }
  const hash = createHash('sha256').update(body).digest('hex')
  const claims = {
    iss: 'Vonage',
    iat: dayAgo(proof),
    jti: randomUUID(),
    api_key: apiKey,
    application_id: applicationId,
  }
  const secret = proof === 'wrong' ? 'the secret of a stranger' : signatureSecret
  const token = jsonwebtoken.sign({ ...claims, payload_hash: hash, ...change }, secret, { algorithm: 'HS256' })
  return { headers: { ...headers, authorization: `Bearer ${token}` }, body }
}

function newState(): VonageState {
  const voice = { voiceCallbackType: 'tel', voiceCallbackValue: '447700900999' }
  const own: OwnNumber[] = [
    { country: 'US', msisdn: '17865550177', features: ['SMS', 'MMS', 'VOICE'], ...voice },
    { country: 'GB', msisdn: '447700900000', features: ['SMS'] },
    { country: 'GB', msisdn: '442079460000', features: ['VOICE'] },
  ]
  // More than one page.
  const many = Array.from({ length: 100 }, (_, index) => ({
    country: 'GB',
    msisdn: `4477009001${String(index).padStart(2, '0')}`,
    features: ['SMS'],
  }))
  const messages = { version: 'v1', webhooks: {}, authenticate_inbound_media: false }
  return {
    numbers: [...own, ...many],
    application: {
      id: applicationId,
      name: 'Support',
      keys: { public_key: keys.publicKey },
      privacy: { improve_ai: false },
      capabilities: { voice: { webhooks: {} }, messages },
      _links: { self: { href: '/v2/applications' } },
    },
    updates: [],
  }
}

const unauthorised = json({ title: 'Unauthorized', detail: 'You did not provide correct credentials.' }, 401)

function hasKeyAndSecret({ headers }: TakenRequest): boolean {
  return headers.authorization === `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`
}

/** Checks the token of an application with Vonage's own package. */
function hasToken({ headers }: TakenRequest): boolean {
  const token = (headers.authorization ?? '').replace(/^Bearer /, '')
  const claims = jsonwebtoken.decode(token)
  return verifyToken(token, keys.publicKey) && isRecord(claims) && claims.application_id === applicationId
}

function bodyOf({ headers, body }: TakenRequest): Readonly<Record<string, unknown>> {
  const type = String(headers['content-type'])
  if (type.startsWith(form)) return Object.fromEntries(new URLSearchParams(body))
  const value: unknown = JSON.parse(body)
  return isRecord(value) ? value : {}
}

/** Undefined for a request that sends a message. */
function answerQuestion(request: TakenRequest, state: VonageState): Reply | undefined {
  const { method } = request
  const { pathname, searchParams } = new URL(request.url, 'http://vonage')
  if (pathname === '/sms/json' || pathname === '/v1/messages') return undefined
  if (!hasKeyAndSecret(request)) return unauthorised
  if (pathname === '/account/get-balance') return json({ value: 12.3, autoReload: false })
  if (pathname === '/account/numbers') {
    const [index, size] = [Number(searchParams.get('index')), Number(searchParams.get('size'))]
    return json({ count: state.numbers.length, numbers: state.numbers.slice((index - 1) * size, index * size) })
  }
  if (pathname === '/number/update' && method === 'POST') return updateNumber(bodyOf(request), state)
  if (pathname !== `/v2/applications/${applicationId}`) return json({ title: 'Not Found' }, 404)
  if (method === 'PUT') state.application = { ...bodyOf(request), id: applicationId }
  return json(state.application)
}

function updateNumber(given: Readonly<Record<string, unknown>>, state: VonageState): Reply {
  const own = state.numbers.find(({ country, msisdn }) => country === given.country && msisdn === given.msisdn)
  if (own === undefined) return json({ 'error-code': '420', 'error-code-label': 'method failed' }, 420)
  const fields = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]))
  state.updates.push(fields)
  return json({ 'error-code': '200', 'error-code-label': 'success' })
}

const smsFields = new Set(['from', 'to', 'text', 'type', 'client-ref', 'callback', 'status-report-req'])

function complaintOfSms(request: TakenRequest): string | undefined {
  if (!hasKeyAndSecret(request)) return 'credential'
  if (request.method !== 'POST' || request.url !== '/sms/json') return `${request.method} ${request.url}`
  const body = bodyOf(request)
  const strange = Object.keys(body).find((name) => !smsFields.has(name))
  if (strange !== undefined) return strange
  if (!/^[1-9]\d{6,14}$/.test(String(body.to))) return 'to'
  if (!/^([1-9]\d{2,14}|[A-Za-z][\w .&-]{2,10})$/.test(String(body.from))) return 'from'
  if (String(body['client-ref'] ?? '').length > 40) return 'client-ref'
  const isPlain = /^[\w\s.,!?:/+€-]*$/.test(String(body.text))
  return isPlain || body.type === 'unicode' ? undefined : 'type'
}

const messageFields = new Set([
  ...['channel', 'message_type', 'to', 'from', 'text', 'image', 'audio', 'video', 'vcard', 'client_ref'],
  ...['webhook_url', 'webhook_version', 'ttl', 'sms'],
])

function complaintOfMessage(request: TakenRequest): string | undefined {
  if (!hasToken(request)) return 'credential'
  if (request.method !== 'POST') return request.method
  if (!String(request.headers['content-type']).startsWith('application/json')) return 'content type'
  const body = bodyOf(request)
  const strange = Object.keys(body).find((name) => !messageFields.has(name))
  if (strange !== undefined) return strange
  if (!/^[1-9]\d{6,14}$/.test(String(body.to))) return 'to'
  if (String(body.client_ref ?? '').length > 100) return 'client_ref'
  if (body.channel === 'sms') return body.message_type === 'text' && typeof body.text === 'string' ? undefined : 'text'
  if (body.channel !== 'mms') return 'channel'
  const file = body[String(body.message_type)]
  return isRecord(file) && String(file.url).startsWith('https://') ? undefined : 'file'
}
