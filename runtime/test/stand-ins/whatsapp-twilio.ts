import { json, type Reply, type TakenRequest } from '../helpers/stand-in.ts'
import { commonFaults, startMessageServer } from './message-server.ts'
import type { FaultScripts, ServiceStandIn } from './service-stand-in.ts'
import { signForm } from './twilio.ts'

const sid = 'AC00000000000000000000000000000002'
const token = '0123456789abcdef0123456789abcd02'
const sender = '+17865550134'
const form = 'application/x-www-form-urlencoded'
const below = `/2010-04-01/Accounts/${sid}`

const messageOf = (number: number, change: object = {}) => {
  const id = `SM${String(number).padStart(32, '0')}`
  return { sid: id, account_sid: sid, status: 'queued', num_segments: '1', error_code: null, ...change }
}
const refusal = (status: number, code: number, message: string): Reply => json({ code, message, status }, status)
const unauthorised = refusal(401, 20003, 'Authenticate')

const faults: FaultScripts = {
  ...commonFaults,
  refuses: refusal(400, 63007, 'Twilio could not find a Channel with the specified From address'),
  lies: json(messageOf(0, { status: 'failed', error_code: 63024, error_message: 'Invalid message recipient' }), 201),
}

/** WhatsApp at Twilio, with one sender. */
export async function startStandInOf(): Promise<ServiceStandIn> {
  const server = await startMessageServer({
    other: (request) => (request.url === `${below}/Messages.json` ? undefined : answerTo(request)),
    complaintOf,
    refusalOf: (complaint) => (complaint === 'credential' ? unauthorised : refusal(400, 21602, complaint)),
    messageOf({ body }) {
      const field = (name: string) => new URLSearchParams(body).get(name) ?? ''
      const [from, to] = ['From', 'To'].map((name) => field(name).replace('whatsapp:', ''))
      return { from: from ?? '', to: to ?? '', text: field('Body') }
    },
    receiptOf: (number) => json(messageOf(number), 201),
    faults,
  })
  const properties = { provider: 'twilio', apiUrl: `${server.origin}/2010-04-01/`, sid, token, number: sender }
  return {
    properties,
    wrongProperties: { ...properties, token: 'ffffffffffffffffffffffffffffffff' },
    hosts: { twilioContent: server.origin },
    address: { channel: 'whatsapp', value: sender },
    contact: '+13055550119',
    sending: server.sending,
    calling: {
      proofCovers: 'body',
      isProofDated: false,
      bodyOf: ({ id, from, to, text }) => bodyOf(id, { From: `whatsapp:${from}`, To: `whatsapp:${to}`, Body: text }),
      receipts: {
        delivered: (id) => bodyOf(id, { MessageStatus: 'delivered' }),
        undelivered: (id) => bodyOf(id, { MessageStatus: 'undelivered', ErrorCode: '63016' }),
      },
      wordless: { 'a read mark': () => bodyOf('SM00000000000000000000000000000099', { MessageStatus: 'read' }) },
      sign: (body, proof, url) => signForm(body, { url, key: proof === 'right' ? token : 'another token', proof }),
    },
    close: server.close,
  }
}

function bodyOf(id: string, fields: Readonly<Record<string, string>>): string {
  return new URLSearchParams({ MessageSid: id, AccountSid: sid, NumMedia: '0', ...fields }).toString()
}

function isAuthorised({ headers }: TakenRequest): boolean {
  return headers.authorization === `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}`
}

const known = new Set(['To', 'From', 'Body', 'MediaUrl', 'ContentSid', 'ContentVariables', 'PersistentAction'])

function complaintOf(request: TakenRequest): string | undefined {
  if (!isAuthorised(request)) return 'credential'
  if (request.method !== 'POST' || request.headers['content-type'] !== form) return 'content type'
  const fields = new URLSearchParams(request.body)
  const strange = [...fields.keys()].find((name) => !known.has(name) && name !== 'StatusCallback')
  if (strange !== undefined) return strange
  if (fields.get('From') !== `whatsapp:${sender}`) return 'From'
  if (!/^whatsapp:\+[1-9]\d{6,14}$/.test(fields.get('To') ?? '')) return 'To'
  const says = ['Body', 'MediaUrl', 'ContentSid', 'PersistentAction'].some((name) => (fields.get(name) ?? '') !== '')
  return says && (fields.get('Body') ?? '').length <= 1_600 ? undefined : 'Body'
}

const contents = [
  {
    ...{ sid: 'HX00000000000000000000000000000001', friendly_name: 'order_ready', language: 'en' },
    types: { 'twilio/text': { body: 'Hello {{1}}, your order is ready.' } },
    approval_requests: { name: 'order_ready', status: 'approved' },
  },
  {
    ...{ sid: 'HX00000000000000000000000000000002', friendly_name: 'order_late', language: 'en' },
    types: { 'twilio/text': { body: 'Your order is late.' } },
    approval_requests: { name: 'order_late', status: 'rejected' },
  },
]

function answerTo(request: TakenRequest): Reply {
  if (!isAuthorised(request)) return unauthorised
  const { pathname } = new URL(request.url, 'http://twilio')
  if (pathname === `${below}.json`) return json({ sid, friendly_name: 'Ours', status: 'active', type: 'Full' })
  if (pathname === '/v1/ContentAndApprovals') return json({ contents, meta: { key: 'contents' } })
  return refusal(404, 20404, `${pathname} was not found`)
}
