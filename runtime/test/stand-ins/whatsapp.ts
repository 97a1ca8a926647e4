import { isRecord } from '../../src/platform/is-record.ts'
import { json, type Reply, type TakenRequest } from '../helpers/stand-in.ts'
import { keepSettings, noSettings, reportBody, type Settings } from './infobip.ts'
import { commonFaults, startMessageServer } from './message-server.ts'
import type { FaultScripts, ServiceStandIn } from './service-stand-in.ts'

const apiKey = 'the-api-key-of-tests'
export const webhookPassword = 'the-webhook-password-of-tests'
const sender = '17865550133'

type Body = Readonly<Record<string, unknown>>

export interface WhatsAppStandIn extends ServiceStandIn {
  readonly origin: string
  /** Path and body of the requests whose messages it took. */
  readonly sent: readonly (readonly [path: string, body: Body])[]
  readonly settings: Settings
}

const refusal = (status: number, code: string, text: string): Reply =>
  json({ requestError: { serviceException: { messageId: code, text } } }, status)
const status = (groupName: string, name: string) => ({ groupId: 0, groupName, id: 0, name, description: 'x' })

const faults: FaultScripts = {
  ...commonFaults,
  refuses: refusal(400, 'BAD_REQUEST', 'Bad request'),
  lies: json({ to: '1', messageCount: 1, messageId: 'm', status: status('REJECTED', 'REJECTED_SENDER') }),
}

/** What each kind of message must have. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  text: ['text'],
  image: ['mediaUrl'],
  video: ['mediaUrl'],
  audio: ['mediaUrl'],
  document: ['mediaUrl'],
  location: ['latitude', 'longitude'],
  'interactive/buttons': ['body', 'action'],
  template: ['templateName', 'templateData', 'language'],
}

/** WhatsApp at Infobip, with one number. */
export async function startStandInOf(): Promise<WhatsAppStandIn> {
  const sent: [string, Body][] = []
  const settings = noSettings()
  const server = await startMessageServer({
    other: (request) => (request.url.startsWith('/whatsapp/1/message/') ? undefined : answerTo(request, settings)),
    complaintOf,
    refusalOf: (complaint) =>
      complaint === 'credential'
        ? refusal(401, 'UNAUTHORIZED', 'Invalid login details')
        : refusal(400, 'BAD_REQUEST', complaint),
    messageOf(request) {
      const message = messageIn(request)
      sent.push([request.url, message])
      const content = isRecord(message.content) ? message.content : {}
      const text = isRecord(content.body) ? content.body.text : (content.text ?? content.caption ?? '')
      return { from: `+${String(message.from)}`, to: `+${String(message.to)}`, text: String(text) }
    },
    receiptOf: (number) =>
      json({
        to: '13055550119',
        messageCount: 1,
        messageId: `m-${number}`,
        status: status('PENDING', 'PENDING_ENROUTE'),
      }),
    faults,
  })
  const properties = {
    provider: 'infobip',
    apiUrl: server.origin,
    apiKey,
    webhookUsername: 'infobip',
    webhookPassword,
    number: `+${sender}`,
  }
  return {
    properties,
    wrongProperties: { ...properties, apiKey: 'another' },
    hosts: {},
    address: { channel: 'whatsapp', value: `+${sender}` },
    contact: '+13055550119',
    origin: server.origin,
    sent,
    settings,
    sending: server.sending,
    calling: {
      proofCovers: 'sender',
      isProofDated: false,
      bodyOf: ({ id, from, text }) =>
        JSON.stringify({ results: [inbound({ type: 'TEXT', text }, { messageId: id, from })] }),
      receipts: {
        delivered: (id) => reportBody(id, { groupId: 3, groupName: 'DELIVERED', id: 5, name: 'DELIVERED_TO_HANDSET' }),
        undelivered: (id) => reportBody(id, { groupId: 5, groupName: 'REJECTED', id: 6, name: 'REJECTED_NETWORK' }),
      },
      wordless: {
        'a reaction': ({ id, from }) => {
          const reaction = { type: 'REACTION', emoji: '👍', action: 'REACT', context: { id, from: sender } }
          return JSON.stringify({ results: [inbound(reaction, { messageId: `${id}-r`, from })] })
        },
        'a read mark': ({ from }) =>
          JSON.stringify({
            results: [{ messageId: 'read', from: sender, to: from, seenAt: '2026-01-02T03:04:05.000+0000' }],
          }),
      },
      sign(body, proof) {
        const password = proof === 'right' ? webhookPassword : 'another'
        const headers = { 'content-type': 'application/json' }
        const authorization = `Basic ${Buffer.from(`infobip:${password}`).toString('base64')}`
        return { method: 'POST', query: '', headers: proof === 'none' ? headers : { ...headers, authorization }, body }
      },
    },
    close: server.close,
  }
}

const structure = { body: { text: 'Hello {{1}}, your order {{2}} is ready.' }, type: 'TEXT' }
const templates = [
  { id: '1', name: 'order_ready', language: 'en_GB', status: 'APPROVED', category: 'UTILITY', structure },
  { id: '2', name: 'order_late', language: 'en_GB', status: 'PENDING', category: 'UTILITY', structure },
]

/** A message of a contact, as Infobip passes it on. */
export function inbound(message: object, change: object = {}): object {
  return {
    from: '447700900001',
    to: sender,
    integrationType: 'WHATSAPP',
    receivedAt: '2026-01-02T03:04:05.000+0000',
    messageId: 'ABEG1',
    message,
    contact: { name: 'Ann' },
    price: { pricePerMessage: 0, currency: 'EUR' },
    ...change,
  }
}

/** A template comes in a list. */
function messageIn(request: TakenRequest): Body {
  const body: unknown = JSON.parse(request.body)
  const [first] = isRecord(body) && Array.isArray(body.messages) ? body.messages : [body]
  return isRecord(first) ? first : {}
}

function complaintOf(request: TakenRequest): string | undefined {
  if (request.headers.authorization !== `App ${apiKey}`) return 'credential'
  const { from, to, messageId, content, ...more } = messageIn(request)
  // Its calls there would carry no credential.
  if (Object.keys(more).length > 0) return `${Object.keys(more).join()} is unknown`
  if (from !== sender || !/^\d{7,15}$/.test(String(to))) return 'from or to'
  if (typeof messageId !== 'string' || messageId.length > 100) return 'messageId'
  const needed = kinds[request.url.replace('/whatsapp/1/message/', '')]
  if (needed === undefined || !isRecord(content)) return 'content'
  const missing = needed.find((name) => content[name] === undefined || content[name] === '')
  return missing === undefined ? undefined : `${missing} must not be empty`
}

function answerTo(request: TakenRequest, settings: Settings): Reply {
  if (request.headers.authorization !== `App ${apiKey}`) return refusal(401, 'UNAUTHORIZED', 'Invalid login details')
  if (request.url === '/account/1/balance') return json({ balance: 10, currency: 'EUR' })
  if (request.url === `/whatsapp/2/senders/${sender}/templates`) return json({ templates })
  const body: unknown = request.body === '' ? {} : JSON.parse(request.body)
  return keepSettings(request.method, request.url, isRecord(body) ? body : {}, settings)
}
