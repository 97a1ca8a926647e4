import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import { json, type Reply, type TakenRequest } from '../helpers/stand-in.ts'
import { commonFaults, startMessageServer } from './message-server.ts'
import type { FaultScripts, ServiceStandIn } from './service-stand-in.ts'

export const accountSid = 'AC00000000000000000000000000000001'
export const messagingServiceSid = 'MG00000000000000000000000000000001'
const authToken = '0123456789abcdef0123456789abcdef'
const below = `/2010-04-01/Accounts/${accountSid}`
const serviceUrl = `/v1/Services/${messagingServiceSid}`
const form = 'application/x-www-form-urlencoded'

/** A number that the account has, with what was set for it. */
interface OwnNumber {
  readonly sid: string
  readonly phone_number: string
  readonly friendly_name: string
  readonly capabilities: { readonly sms: boolean; readonly mms: boolean; readonly voice: boolean }
  readonly sms_application_sid: string
  sms_url: string
}

/** The account at Twilio beside its messages. Tests change it. */
export interface TwilioState {
  status: string
  readonly numbers: OwnNumber[]
  /** What was set for the messaging service. */
  service: Readonly<Record<string, string>>
}

export interface TwilioStandIn extends ServiceStandIn {
  readonly origin: string
  readonly state: TwilioState
  /** The fields of the requests whose messages it took. */
  readonly sent: readonly URLSearchParams[]
}

const faults: FaultScripts = {
  ...commonFaults,
  refuses: refusal(400, 21211, "Invalid 'To' Phone Number: +1305555XXXX"),
  'is busy': (response) => {
    response.writeHead(429, { 'retry-after': '7', 'content-type': 'application/json' })
    response.end(JSON.stringify({ code: 20429, message: 'Too Many Requests', more_info: '', status: 429 }))
  },
  lies: json({ ...messageOf(0), status: 'failed', error_code: 30008, error_message: 'Unknown error' }, 201),
}

export async function startStandInOf(): Promise<TwilioStandIn> {
  const state = newState()
  const sent: URLSearchParams[] = []
  const server = await startMessageServer({
    other: (request) => answerQuestion(request, state),
    complaintOf,
    refusalOf: (complaint) =>
      complaint === 'credential' ? unauthorised : refusal(400, 21602, `Wrong in this request: ${complaint}`),
    messageOf(request) {
      const fields = new URLSearchParams(request.body)
      sent.push(fields)
      return { from: fields.get('From') ?? '', to: fields.get('To') ?? '', text: fields.get('Body') ?? '' }
    },
    receiptOf: (number) => json(messageOf(number), 201),
    faults,
  })
  const properties = { accountSid, authToken }
  return {
    origin: server.origin,
    state,
    sent,
    properties,
    wrongProperties: { ...properties, authToken: 'ffffffffffffffffffffffffffffffff' },
    hosts: { api: server.origin, messaging: server.origin },
    address: { channel: 'sms', value: '+17865550177' },
    contact: '+13055550119',
    sending: server.sending,
    calling: {
      proofCovers: 'body',
      isProofDated: false,
      bodyOf: ({ id, from, to, text }) =>
        new URLSearchParams({
          MessageSid: id,
          AccountSid: accountSid,
          From: from,
          To: to,
          Body: text,
          NumMedia: '0',
        }).toString(),
      receipts: {
        delivered: (id) => receiptBody(id, { MessageStatus: 'delivered' }),
        undelivered: (id) => receiptBody(id, { MessageStatus: 'undelivered', ErrorCode: '30003' }),
      },
      sign: (body, proof, url) => signForm(body, { url, key: proof === 'right' ? authToken : 'another token', proof }),
    },
    close: server.close,
  }
}

function receiptBody(id: string, outcome: Readonly<Record<string, string>>): string {
  return new URLSearchParams({ MessageSid: id, SmsSid: id, AccountSid: accountSid, ...outcome }).toString()
}

/** A call signed by Twilio's own package. */
export function signForm(
  body: string,
  { url, key = authToken, proof = 'right' }: { readonly url: string; readonly key?: string; readonly proof?: string },
) {
  const fields = new URLSearchParams(body)
  const values = Object.fromEntries([...fields.keys()].map((name) => [name, fields.getAll(name)]))
  const signature = getExpectedTwilioSignature(key, url, values)
  const headers = { 'content-type': form }
  const signed = proof === 'none' ? headers : { ...headers, 'x-twilio-signature': signature }
  return { method: 'POST', query: '', headers: signed, body }
}

function newState(): TwilioState {
  const capabilities = { sms: true, mms: true, voice: true }
  const number = (id: number, phone: string, name: string, change: Partial<OwnNumber> = {}): OwnNumber => ({
    sid: `PN0000000000000000000000000000000${id}`,
    phone_number: phone,
    friendly_name: name,
    capabilities,
    sms_application_sid: '',
    sms_url: '',
    ...change,
  })
  return {
    status: 'active',
    numbers: [
      number(1, '+17865550177', 'Front desk'),
      number(2, '+13055550142', '(305) 555-0142', { capabilities: { sms: true, mms: false, voice: true } }),
      number(3, '+13055550164', 'Only calls', { capabilities: { sms: false, mms: false, voice: true } }),
      number(4, '+13055550187', 'Of an app', { sms_application_sid: 'AP00000000000000000000000000000001' }),
    ],
    service: {},
  }
}

function messageOf(number: number) {
  const sid = `SM${String(number).padStart(32, '0')}`
  return { sid, account_sid: accountSid, status: 'queued', num_segments: '1', error_code: null, error_message: null }
}

function refusal(status: number, code: number, message: string): Reply {
  return json({ code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status }, status)
}

const unauthorised = refusal(401, 20003, 'Authenticate')

function isAuthorised({ headers }: TakenRequest): boolean {
  return headers.authorization === `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
}

/** Undefined for a request that sends a message. */
function answerQuestion(request: TakenRequest, state: TwilioState): Reply | undefined {
  const { method, body } = request
  const { pathname, searchParams } = new URL(request.url, 'http://twilio')
  if (method === 'POST' && pathname.endsWith('/Messages.json')) return undefined
  if (!isAuthorised(request)) return unauthorised
  if (method === 'POST' && request.headers['content-type'] !== form) return refusal(400, 20001, 'content type')
  const fields = Object.fromEntries(new URLSearchParams(body))
  if (pathname === serviceUrl) {
    if (method === 'POST') state.service = fields
    return json({ sid: messagingServiceSid, friendly_name: 'Support texts' })
  }
  if (pathname === `${below}.json`) {
    return json({ sid: accountSid, friendly_name: 'Ours', status: state.status, type: 'Full' })
  }
  if (pathname === `${below}/IncomingPhoneNumbers.json`) return listNumbers(searchParams, state)
  const own = state.numbers.find(({ sid }) => pathname === `${below}/IncomingPhoneNumbers/${sid}.json`)
  if (own === undefined || method !== 'POST') return refusal(404, 20404, `${pathname} was not found`)
  own.sms_url = fields.SmsUrl ?? ''
  return json(own)
}

/** Two numbers on each page, however many are asked for. */
function listNumbers(query: URLSearchParams, { numbers }: TwilioState): Reply {
  const wanted = query.get('PhoneNumber')
  const page = Number(query.get('Page') ?? 0)
  const found = numbers.filter(({ phone_number }) => wanted === null || phone_number === wanted)
  const isLast = found.length <= (page + 1) * 2
  const next = isLast ? null : `${below}/IncomingPhoneNumbers.json?PageSize=1000&Page=${page + 1}`
  return json({ incoming_phone_numbers: found.slice(page * 2, page * 2 + 2), next_page_uri: next })
}

/** Fields that Messages.json takes. */
const known = new Set(['To', 'From', 'Body', 'MediaUrl', 'MessagingServiceSid', 'StatusCallback'])

function complaintOf(request: TakenRequest): string | undefined {
  if (!isAuthorised(request)) return 'credential'
  if (request.method !== 'POST' || request.url !== `${below}/Messages.json`) return `${request.method} ${request.url}`
  if (request.headers['content-type'] !== form) return 'content type'
  const fields = new URLSearchParams(request.body)
  const strange = [...fields.keys()].find((name) => !known.has(name))
  if (strange !== undefined) return strange
  if (!/^\+[1-9]\d{6,14}$/.test(fields.get('To') ?? '')) return 'To'
  if ((fields.get('From') ?? '') === '' && !fields.has('MessagingServiceSid')) return 'From'
  if ((fields.get('Body') ?? '').length > 1_600) return 'Body'
  if (fields.getAll('MediaUrl').length > 10) return 'MediaUrl'
  return /^https:\/\/[^/]+\/channels\//.test(fields.get('StatusCallback') ?? '') ? undefined : 'StatusCallback'
}
