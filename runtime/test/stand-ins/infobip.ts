import { isRecord } from '../../src/platform/is-record.ts'
import { json, type Reply, type TakenRequest } from '../helpers/stand-in.ts'
import { commonFaults, type FindTaken, startMessageServer } from './message-server.ts'
import type { FaultScripts, Proof, ServiceStandIn } from './service-stand-in.ts'

const apiKey = 'the-api-key-of-tests'
const webhookUsername = 'infobip'
const webhookPassword = 'the-webhook-password-of-tests'

type Body = Readonly<Record<string, unknown>>

interface OwnNumber {
  readonly numberKey: string
  readonly number: string
  readonly country: string
  readonly capabilities: readonly string[]
}

/** Subscriptions, profiles and security settings by id, as they were written. */
export interface Settings {
  readonly subscriptions: Map<string, Body>
  readonly profiles: Map<string, Body>
  readonly security: Map<string, Body>
}

export const noSettings = (): Settings => ({ subscriptions: new Map(), profiles: new Map(), security: new Map() })

/** The account at Infobip beside its messages. */
export interface InfobipState extends Settings {
  readonly numbers: readonly OwnNumber[]
  /** The key may send and no more. */
  isNarrow: boolean
  /** The log shows nothing yet. */
  isLogLate: boolean
}

export interface InfobipStandIn extends ServiceStandIn {
  readonly origin: string
  readonly state: InfobipState
  /** The messages of the requests that it took. */
  readonly sent: readonly Body[]
}

const statuses = {
  accepted: { groupId: 1, groupName: 'PENDING', id: 26, name: 'PENDING_ACCEPTED', description: 'Message accepted' },
  rejected: {
    ...{ groupId: 5, groupName: 'REJECTED', id: 12, name: 'REJECTED_NOT_ENOUGH_CREDITS' },
    description: 'Not enough credits',
  },
}

/** An answer about one message. */
export function messageAnswer(messageId: string, status: Body = statuses.accepted, messageCount = 1): Reply {
  return json({
    bulkId: 'b-1',
    messages: [{ messageId, destination: '13055550119', status, details: { messageCount } }],
  })
}

function refusal(status: number, messageId: string, text: string): Reply {
  return json({ requestError: { serviceException: { messageId, text } } }, status)
}

const unauthorised = refusal(401, 'UNAUTHORIZED', 'Invalid login details')

const faults: FaultScripts = {
  ...commonFaults,
  refuses: json({ errorCode: 'E400', description: 'Invalid sender', action: 'Check it', violations: [] }, 400),
  'is busy': (response) => {
    response.writeHead(429, { 'retry-after': '7', 'content-type': 'application/json' })
    response.end(JSON.stringify({ errorCode: 'E429', description: 'Too many requests' }))
  },
  lies: messageAnswer('m-1', statuses.rejected),
}

/** A report on the way of a message. */
export function reportBody(messageId: string, status: Body): string {
  const error = { groupId: 0, groupName: 'OK', id: 0, name: 'NO_ERROR', permanent: false }
  return JSON.stringify({ results: [{ messageId, doneAt: '2026-01-02T03:04:05.000+0000', status, error }] })
}

export async function startStandInOf(): Promise<InfobipStandIn> {
  const state = newState()
  const sent: Body[] = []
  let lastId = ''
  const server = await startMessageServer({
    other: (request, found) => answerQuestion(request, state, found),
    complaintOf,
    refusalOf: (complaint) => (complaint === 'credential' ? unauthorised : refusal(400, 'BAD_REQUEST', complaint)),
    messageOf(request) {
      const message = messageIn(request)
      sent.push(message)
      const { to, messageId } = destinationOf(message)
      const content = isRecord(message.content) ? message.content : { text: message.text }
      const from = `+${String(message.sender ?? message.from)}`
      lastId = String(messageId ?? 'm-1')
      return { key: lastId, from, to: `+${String(to)}`, text: String(content.text) }
    },
    receiptOf: () => messageAnswer(lastId),
    faults,
  })
  const properties = { apiKey, webhookUsername, webhookPassword }
  return {
    origin: server.origin,
    state,
    sent,
    properties,
    wrongProperties: { ...properties, apiKey: 'another key' },
    hosts: { api: server.origin },
    address: { channel: 'sms', value: '+17865550177' },
    contact: '+13055550119',
    sending: server.sending,
    calling: {
      proofCovers: 'sender',
      isProofDated: false,
      bodyOf: ({ id, from, to, text }) => {
        const row = { messageId: id, from: from.slice(1), to: to.slice(1), text, cleanText: text, smsCount: 1 }
        return JSON.stringify({ results: [row], messageCount: 1, pendingMessageCount: 0 })
      },
      receipts: {
        delivered: (id) => reportBody(id, { groupId: 3, groupName: 'DELIVERED', id: 5, name: 'DELIVERED_TO_HANDSET' }),
        undelivered: (id) => reportBody(id, statuses.rejected),
      },
      sign: (body, proof) => ({ method: 'POST', query: '', headers: headersOf(proof), body }),
    },
    close: server.close,
  }
}

/** How Infobip signs in at a webhook: it signs nothing. */
export function headersOf(proof: Proof): Readonly<Record<string, string>> {
  const type = { 'content-type': 'application/json' }
  if (proof === 'none') return type
  const password = proof === 'wrong' ? 'another password' : webhookPassword
  const basic = Buffer.from(`${webhookUsername}:${password}`).toString('base64')
  return { ...type, authorization: `Basic ${basic}` }
}

function newState(): InfobipState {
  const number = (key: number, digits: string, capabilities: readonly string[]) => ({
    numberKey: String(key).padStart(32, '0'),
    number: digits,
    country: 'US',
    capabilities,
  })
  const many = Array.from({ length: 100 }, (_, index) => number(index, `1305555${String(1_000 + index)}`, ['SMS']))
  return {
    numbers: [number(200, '17865550177', ['SMS', 'MMS', 'VOICE']), number(201, '13055550164', ['VOICE']), ...many],
    ...noSettings(),
    isNarrow: false,
    isLogLate: false,
  }
}

function isAuthorised({ headers }: TakenRequest): boolean {
  return headers.authorization === `App ${apiKey}`
}

const sendPaths = new Set(['/sms/3/messages', '/mms/2/messages', '/sms/2/text/advanced'])

/** Undefined for a request that sends a message. */
function answerQuestion(request: TakenRequest, state: InfobipState, found: FindTaken): Reply | undefined {
  const { method } = request
  const { pathname, searchParams } = new URL(request.url, 'http://infobip')
  if (sendPaths.has(pathname)) return undefined
  if (!isAuthorised(request)) return unauthorised
  if (/^\/(sms\/[13]|mms\/2)\/logs$/.test(pathname)) {
    const messageId = searchParams.get('messageId') ?? ''
    const isThere = !state.isLogLate && found(messageId) !== undefined
    return json({ results: isThere ? [{ messageId, status: statuses.accepted, messageCount: 1 }] : [] })
  }
  if (pathname === '/account/1/balance') {
    return state.isNarrow ? refusal(403, 'FORBIDDEN', 'No permission') : json({ balance: 12.3, currency: 'EUR' })
  }
  if (pathname === '/numbers/1/numbers') {
    const [page, limit] = [Number(searchParams.get('page')), Number(searchParams.get('limit'))]
    const { numbers } = state
    return json({ numbers: numbers.slice(page * limit, (page + 1) * limit), numberCount: numbers.length })
  }
  return keepSettings(method, pathname, bodyOf(request), state)
}

export function keepSettings(method: string, pathname: string, body: Body, state: Settings): Reply {
  const [, kind = '', id = ''] =
    /^\/subscriptions\/1\/(subscription|profiles|security)(?:\/(?:SMS|WHATSAPP))?(?:\/([^/]+))?$/.exec(pathname) ?? []
  const kept = { subscription: state.subscriptions, profiles: state.profiles, security: state.security }[kind]
  if (kept === undefined) return refusal(404, 'NOT_FOUND', `${pathname} was not found`)
  if (method === 'POST' && kind === 'subscription') return subscribe(body, state)
  const own = kept.get(id)
  if (own === undefined) return refusal(404, 'NOT_FOUND', 'Not found')
  if (method === 'PUT') kept.set(id, body)
  return json(kept.get(id))
}

/** Makes a subscription with its profile and security, which all must be new. */
function subscribe({ subscriptionId, profile, ...rest }: Body, state: Settings): Reply {
  const { profileId, security, ...profileRest } = isRecord(profile) ? profile : {}
  const { authId, ...securityRest } = isRecord(security) ? security : {}
  const isWhole = [subscriptionId, profileId, authId].every((id) => typeof id === 'string')
  if (!isWhole || state.subscriptions.has(String(subscriptionId))) return refusal(400, 'BAD_REQUEST', 'Not valid')
  state.subscriptions.set(String(subscriptionId), { ...rest, profile: { profileId } })
  state.profiles.set(String(profileId), { ...profileRest, security: { authId } })
  state.security.set(String(authId), securityRest)
  return json({ subscriptionId }, 201)
}

function bodyOf({ body }: TakenRequest): Body {
  if (body === '') return {}
  const value: unknown = JSON.parse(body)
  return isRecord(value) ? value : {}
}

function messageIn(request: TakenRequest): Body {
  const { messages } = bodyOf(request)
  const [message]: unknown[] = Array.isArray(messages) ? messages : []
  return isRecord(message) ? message : {}
}

function destinationOf({ destinations }: Body): Body {
  const [destination]: unknown[] = Array.isArray(destinations) ? destinations : []
  return isRecord(destination) ? destination : {}
}

function complaintOf(request: TakenRequest): string | undefined {
  if (!isAuthorised(request)) return 'credential'
  if (request.method !== 'POST') return request.method
  if (!String(request.headers['content-type']).startsWith('application/json')) return 'content type'
  const message = messageIn(request)
  if (!/^[1-9]\d{6,14}$/.test(String(destinationOf(message).to))) return 'to'
  // The shape that Infobip's own package sends.
  if (request.url === '/sms/2/text/advanced') return typeof message.text === 'string' ? undefined : 'text'
  const strange = Object.keys(message).find((name) => !['sender', 'destinations', 'content'].includes(name))
  if (strange !== undefined) return strange
  const content = isRecord(message.content) ? message.content : {}
  if (request.url === '/sms/3/messages') return typeof content.text === 'string' ? undefined : 'content'
  const segments: unknown[] = Array.isArray(content.messageSegments) ? content.messageSegments : []
  const isRight = segments.every((segment) => isRecord(segment) && ('text' in segment || 'contentUrl' in segment))
  return isRight && segments.length > 0 ? undefined : 'messageSegments'
}
