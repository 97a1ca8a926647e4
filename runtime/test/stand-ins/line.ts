import { createHmac } from 'node:crypto'
import { isRecord } from '../../src/platform/is-record.ts'
import { json, type Reply, type TakenRequest, text } from '../helpers/stand-in.ts'
import { commonFaults, startMessageServer } from './message-server.ts'
import { type FaultScripts, noReceipts, type ServiceStandIn } from './service-stand-in.ts'

const token = 'the-channel-access-token-of-tests'
export const channelSecret = '0123456789abcdef0123456789abcdef'

/** A reply token that is no longer taken. */
export const EXPIRED_TOKEN = 'expired'

type Body = Readonly<Record<string, unknown>>

export interface LineStandIn extends ServiceStandIn {
  readonly origin: string
  readonly state: {
    endpoint: string | undefined
    isActive: boolean
    chatMode: string
    /** What the test of the webhook finds. */
    problem: string | undefined
    whenTested: (() => Promise<void>) | undefined
    /** How often a profile was asked for. */
    profiles: number
    /** Users who were shown that an answer loads. */
    readonly typing: string[]
    hasProfiles: boolean
    /** Pushed in this month, and how many may be; undefined: as many as one likes. */
    usage: number
    quota: number | undefined
  }
  /** Path and body of the requests whose messages it took. */
  readonly sent: readonly (readonly [path: string, body: Body])[]
}

const refusal = (status: number, message: string, property?: string): Reply =>
  json({ message, ...(property === undefined ? {} : { details: [{ message: 'May not be empty', property }] }) }, status)

const faults: FaultScripts = {
  ...commonFaults,
  refuses: refusal(400, 'The request body has 1 error(s)', 'messages[0].text'),
  lies: {
    because: 'LINE answers 200 only to what it takes, and says nothing about a contact who has blocked the account.',
  },
}

/** LINE's Messaging API with one account. */
export async function startStandInOf(): Promise<LineStandIn> {
  const state: LineStandIn['state'] = {
    endpoint: undefined,
    isActive: true,
    chatMode: 'bot',
    problem: undefined,
    whenTested: undefined,
    typing: [],
    profiles: 0,
    hasProfiles: true,
    usage: 88,
    quota: 500,
  }
  const sent: [string, Body][] = []
  const server = await startMessageServer({
    other: (request) => (isSending(request) ? undefined : answerTo(request, state)),
    complaintOf,
    refusalOf: (complaint) =>
      complaint === 'credential'
        ? refusal(401, 'Authentication failed. Confirm that the access token in the authorization header is valid.')
        : refusal(400, complaint),
    messageOf(request) {
      const body = bodyOf(request)
      sent.push([request.url, body])
      const [message] = Array.isArray(body.messages) ? body.messages : []
      return { from: '', to: String(body.to ?? body.replyToken), text: String(message?.text ?? '') }
    },
    receiptOf: (number) => json({ sentMessages: [{ id: `46168300000000000${number}`, quoteToken: 'q' }] }),
    faults,
  })
  return {
    properties: { token, channelSecret },
    wrongProperties: { token: 'another-channel-access-token', channelSecret },
    hosts: { api: server.origin, data: server.origin },
    address: { channel: 'line', value: '' },
    contact: 'U0000000000000000000000000000001a',
    origin: server.origin,
    state,
    sent,
    sending: server.sending,
    calling: {
      proofCovers: 'body',
      isProofDated: false,
      bodyOf: ({ id, from, text: words }) =>
        JSON.stringify({
          destination: 'U00',
          events: [messageEvent(from, { id, type: 'text', text: words, quoteToken: 'q' })],
        }),
      receipts: noReceipts('LINE does not say what became of a message.'),
      wordless: {
        'a message that was taken back': ({ id, from }) =>
          lineBody(from, { type: 'unsend', unsend: { messageId: id } }),
        'a new follower': ({ from }) => lineBody(from, { type: 'follow', follow: { isUnblocked: false } }),
      },
      sign(body, proof) {
        const headers = { 'content-type': 'application/json' }
        const key = proof === 'right' ? channelSecret : 'the secret of a stranger'
        const signature = createHmac('sha256', key).update(body).digest('base64')
        const signed = proof === 'none' ? headers : { ...headers, 'x-line-signature': signature }
        return { method: 'POST', query: '', headers: signed, body }
      },
    },
    close: server.close,
  }
}

function lineBody(userId: string, change: object): string {
  return JSON.stringify({ destination: 'U00', events: [messageEvent(userId, {}, change)] })
}

/** A message of a user, as LINE passes it on. */
export function messageEvent(userId: string, message: object, change: object = {}): object {
  return {
    type: 'message',
    mode: 'active',
    timestamp: Date.now(),
    webhookEventId: '01FZ74A0TDDPYRVKNK77XKC3ZR',
    deliveryContext: { isRedelivery: false },
    source: { type: 'user', userId },
    replyToken: 'reply-1',
    message,
    ...change,
  }
}

const isSending = ({ url }: TakenRequest) => url === '/v2/bot/message/push' || url === '/v2/bot/message/reply'
const isKnown = ({ headers }: TakenRequest) => headers.authorization === `Bearer ${token}`

function bodyOf(request: TakenRequest): Body {
  const body: unknown = JSON.parse(request.body)
  return isRecord(body) ? body : {}
}

/** What each kind of message needs, and may have. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  text: ['text'],
  image: ['originalContentUrl', 'previewImageUrl'],
  location: ['title', 'address', 'latitude', 'longitude'],
}

function complaintOf(request: TakenRequest): string | undefined {
  if (!isKnown(request)) return 'credential'
  const isPush = request.url.endsWith('/push')
  const key = request.headers['x-line-retry-key']
  if (isPush && !/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/.test(String(key)))
    return 'retry key'
  if (!isPush && key !== undefined) return 'a reply has no retry key'
  const { messages, ...more } = bodyOf(request)
  if (more.replyToken === EXPIRED_TOKEN) return 'Invalid reply token'
  if (Object.keys(more).join() !== (isPush ? 'to' : 'replyToken')) return 'to'
  if (!Array.isArray(messages) || messages.length < 1 || messages.length > 5) return 'messages'
  return messages.map(complaintAbout).find((complaint) => complaint !== undefined)
}

function complaintAbout({ type, quickReply, ...message }: Record<string, unknown>): string | undefined {
  const needed = kinds[String(type)] ?? ['type']
  if (Object.keys(message).sort().join() !== [...needed].sort().join()) return `members of ${String(type)}`
  if (needed.some((name) => message[name] === '')) return 'May not be empty'
  const items = isRecord(quickReply) && Array.isArray(quickReply.items) ? quickReply.items : []
  return items.length > 13 || items.some(({ action }) => String(action.label).length > 20) ? 'quickReply' : undefined
}

function answerTo(request: TakenRequest, state: LineStandIn['state']): Reply {
  if (!isKnown(request)) return refusal(401, 'Authentication failed.')
  const { method, url } = request
  switch (`${method} ${url}`) {
    case 'GET /v2/bot/info':
      return json({
        userId: 'U00',
        basicId: '@shop',
        displayName: 'Shop',
        chatMode: state.chatMode,
        markAsReadMode: 'auto',
      })
    case 'POST /v2/bot/chat/loading/start': {
      const { chatId, loadingSeconds, ...more } = bodyOf(request)
      const isStep = Number(loadingSeconds) % 5 === 0 && Number(loadingSeconds) >= 5 && Number(loadingSeconds) <= 60
      if (!isStep || Object.keys(more).length > 0) return refusal(400, 'The request body has 1 error(s)')
      state.typing.push(String(chatId))
      return json({}, 202)
    }
    case 'GET /v2/bot/message/quota':
      return json(state.quota === undefined ? { type: 'none' } : { type: 'limited', value: state.quota })
    case 'GET /v2/bot/message/quota/consumption':
      return json({ totalUsage: state.usage })
    case 'GET /v2/bot/channel/webhook/endpoint':
      return state.endpoint === undefined
        ? refusal(404, 'Webhook endpoint not found')
        : json({ endpoint: state.endpoint, active: state.isActive })
    case 'PUT /v2/bot/channel/webhook/endpoint':
      state.endpoint = String(bodyOf(request).endpoint)
      return json({})
    case 'POST /v2/bot/channel/webhook/test':
      return async (response, taken) => {
        await state.whenTested?.()
        const found = {
          success: state.problem === undefined,
          statusCode: 200,
          reason: state.problem ?? 'OK',
          detail: '200',
        }
        return json({ timestamp: '2026-01-02T03:04:05Z', ...found })(response, taken)
      }
    case 'GET /v2/bot/message/444/content':
      return text('a picture', { contentType: 'image/jpeg' })
    default:
      if (!url.startsWith('/v2/bot/profile/')) return refusal(404, 'Not found')
      state.profiles += 1
      if (!state.hasProfiles) return refusal(500, 'Internal server error')
      return json({ userId: url.slice(16), displayName: 'Ann' })
  }
}
