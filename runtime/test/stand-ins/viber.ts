import { createHmac } from 'node:crypto'
import { isRecord } from '../../src/platform/is-record.ts'
import { json, type Reply, type TakenRequest } from '../helpers/stand-in.ts'
import { commonFaults, startMessageServer } from './message-server.ts'
import type { FaultScripts, ServiceStandIn } from './service-stand-in.ts'

export const token = '4453b6ac12345678-e02c5f12174805f9-daec9cbb5448c51f'

type Body = Readonly<Record<string, unknown>>

export interface ViberStandIn extends ServiceStandIn {
  readonly origin: string
  readonly state: {
    /** As the last `set_webhook` wrote it. */
    webhook: Body | undefined
    /** Called back before `set_webhook` is answered. */
    whenSet: (() => Promise<void>) | undefined
  }
  /** Bodies of the requests whose messages it took. */
  readonly sent: readonly Body[]
}

const status = (code: number, message: string): Reply => json({ status: code, status_message: message })

const faults: FaultScripts = {
  ...commonFaults,
  refuses: status(6, 'receiverNotSubscribed'),
  'is busy': status(12, 'tooManyRequests'),
  lies: status(3, 'badData'),
}

/** Bare digits beyond 2^53, as Viber writes them. */
const tokenOf = (number: number) => `57413118035717210${String(number).padStart(2, '0')}`

/** What each kind of message must have, and may have. */
const kinds: Readonly<Record<string, readonly [needed: readonly string[], more: readonly string[]]>> = {
  text: [['text'], []],
  picture: [['media'], ['text']],
  location: [['location'], []],
}
const common = ['receiver', 'type', 'sender', 'min_api_version', 'keyboard']

/** Viber's API with one bot. */
export async function startStandInOf(): Promise<ViberStandIn> {
  const state: ViberStandIn['state'] = { webhook: undefined, whenSet: undefined }
  const sent: Body[] = []
  const server = await startMessageServer({
    other: (request) => (request.url === '/pa/send_message' ? undefined : answerTo(request, state)),
    complaintOf,
    refusalOf: (complaint) => (complaint === 'credential' ? status(2, 'invalidAuthToken') : status(3, complaint)),
    messageOf(request) {
      const body = bodyOf(request)
      sent.push(body)
      return { from: 'shopbot', to: String(body.receiver), text: String(body.text ?? '') }
    },
    receiptOf: (number) => (response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(`{"status":0,"status_message":"ok","message_token":${tokenOf(number)},"chat_hostname":"SN-1"}`)
    },
    faults,
  })
  return {
    properties: { botUsername: 'ShopBot', token },
    wrongProperties: { botUsername: 'ShopBot', token: '0000000000000000-0000000000000000-0000000000000000' },
    hosts: { api: server.origin },
    address: { channel: 'viber', value: 'shopbot' },
    contact: '01234567890A==',
    origin: server.origin,
    state,
    sent,
    sending: server.sending,
    calling: {
      proofCovers: 'body',
      isProofDated: false,
      bodyOf: ({ id, from, text }) =>
        JSON.stringify({
          event: 'message',
          timestamp: Date.now(),
          message_token: id,
          sender: { id: from, name: 'Ann', language: 'en', country: 'GB', api_version: 10 },
          message: { type: 'text', text },
          silent: false,
        }),
      receipts: {
        delivered: (id) => eventBody('delivered', id),
        undelivered: (id) => eventBody('failed', id, { desc: 'failure description' }),
      },
      wordless: {
        'a read mark': () => eventBody('seen', '4912661846655238145'),
        'an opened chat': ({ from }) =>
          eventBody('conversation_started', '4912661846655238146', { type: 'open', user: { id: from, name: 'Ann' } }),
        'a subscription': ({ from }) => eventBody('subscribed', '4912661846655238147', { user: { id: from } }),
      },
      sign(body, proof) {
        const headers = { 'content-type': 'application/json' }
        const signature = signatureOf(body, proof === 'right' ? token : 'the token of a stranger')
        const signed = proof === 'none' ? headers : { ...headers, 'x-viber-content-signature': signature }
        return { method: 'POST', query: '', headers: signed, body }
      },
    },
    close: server.close,
  }
}

function eventBody(event: string, id: string, more: object = {}): string {
  return JSON.stringify({ event, timestamp: Date.now(), message_token: id, user_id: '01234567890A==', ...more })
}

function signatureOf(body: string, key: string): string {
  return createHmac('sha256', key).update(body).digest('hex')
}

function bodyOf(request: TakenRequest): Body {
  const body: unknown = JSON.parse(request.body)
  return isRecord(body) ? body : {}
}

function complaintOf(request: TakenRequest): string | undefined {
  if (request.headers['x-viber-auth-token'] !== token) return 'credential'
  const body = bodyOf(request)
  const [needed, more] = kinds[String(body.type)] ?? [['type'], []]
  const missing = needed.find((name) => body[name] === undefined || body[name] === '')
  if (missing !== undefined) return `${missing} is missing`
  const unknown = Object.keys(body).find((name) => ![...common, ...needed, ...more].includes(name))
  if (unknown !== undefined) return `${unknown} is unknown`
  const sender = isRecord(body.sender) ? String(body.sender.name ?? '') : ''
  if (sender === '' || sender.length > 28) return 'sender.name'
  return request.body.length > 30_000 ? 'too large' : undefined
}

function answerTo(request: TakenRequest, state: ViberStandIn['state']): Reply {
  if (request.headers['x-viber-auth-token'] !== token) return status(2, 'invalidAuthToken')
  const body = bodyOf(request)
  if (request.url === '/pa/get_account_info') {
    const webhook = state.webhook === undefined ? {} : { webhook: state.webhook.url }
    return json({ status: 0, status_message: 'ok', id: 'pa:1', name: 'Shop', uri: 'shopbot', ...webhook })
  }
  if (request.url !== '/pa/set_webhook') return json({}, 404)
  return async (response, taken) => {
    if (!String(body.url).startsWith('https://')) return status(1, 'invalidUrl')(response, taken)
    state.webhook = body
    await state.whenSet?.()
    return json({ status: 0, status_message: 'ok', event_types: body.event_types })(response, taken)
  }
}
