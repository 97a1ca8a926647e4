import { isRecord } from '../../src/platform/is-record.ts'
import { json, type Reply, type TakenRequest } from '../helpers/stand-in.ts'
import { commonFaults, startMessageServer } from './message-server.ts'
import type { FaultScripts, ServiceStandIn } from './service-stand-in.ts'
import { signatureSecret, signMessage } from './vonage.ts'

const [key, secret] = ['wxyz5678', 'the-secret-of-tests']
const sender = '17865550135'
const businessAccountId = '345688589250625'
const applicationId = 'aaaaaaaa-bbbb-cccc-dddd-0123456789cd'

type Body = Readonly<Record<string, unknown>>

const errorOf = (fragment: string, status: number): Reply =>
  json({ type: `https://www.nexmo.com/messages/Errors#${fragment}`, title: fragment, detail: 'No.' }, status)
const unauthorised = errorOf('Unauthorized', 401)

const faults: FaultScripts = {
  ...commonFaults,
  refuses: errorOf('InvalidParams', 400),
  lies: { because: 'Nexmo answers 202 only to what it has taken; a failure comes as a status.' },
}

export interface NexmoStandIn extends ServiceStandIn {
  readonly state: { application: Body }
}

/** WhatsApp at Nexmo, by a key and the form v0.1 of its Messages API, with one number. */
export async function startStandInOf(): Promise<NexmoStandIn> {
  const state: NexmoStandIn['state'] = {
    application: {
      ...{ id: applicationId, name: 'Support', keys: { public_key: 'x' }, _links: {} },
      capabilities: { voice: { webhooks: {} } },
    },
  }
  const server = await startMessageServer({
    other: (request) => (request.url === '/v0.1/messages' ? undefined : answerTo(request, state)),
    complaintOf,
    refusalOf: (complaint) => (complaint === 'credential' ? unauthorised : errorOf('InvalidParams', 422)),
    messageOf(request) {
      const { from, to, message } = bodyOf(request)
      const { content } = recordOf(message)
      const { text, custom } = recordOf(content)
      const asked = recordOf(recordOf(recordOf(custom).interactive).body).text
      const number = (side: unknown) => `+${String(recordOf(side).number)}`
      return { from: number(from), to: number(to), text: String(text ?? asked ?? '') }
    },
    receiptOf: (number) => json({ message_uuid: `aaaaaaaa-bbbb-4ccc-8ddd-${String(number).padStart(12, '0')}` }, 202),
    faults,
  })
  const properties = {
    ...{ provider: 'nexmo', apiUrl: `${server.origin}/v0.1/messages`, authenticationType: 'basic', key, secret },
    ...{ signatureSecret, applicationId, businessAccountId, number: `+${sender}` },
  }
  return {
    state,
    properties,
    wrongProperties: { ...properties, secret: 'another secret' },
    hosts: {},
    address: { channel: 'whatsapp', value: `+${sender}` },
    contact: '+13055550119',
    sending: server.sending,
    calling: {
      proofCovers: 'body',
      isProofDated: true,
      bodyOf: ({ id, from, to, text }) =>
        JSON.stringify({
          message_uuid: id,
          ...{ from: { type: 'whatsapp', number: from.slice(1) }, to: { type: 'whatsapp', number: to.slice(1) } },
          ...{ timestamp: '2026-01-02T03:04:05Z', direction: 'inbound', message: { content: { type: 'text', text } } },
        }),
      receipts: {
        delivered: (id) => JSON.stringify({ message_uuid: id, status: 'delivered' }),
        undelivered: (id) =>
          JSON.stringify({
            message_uuid: id,
            status: 'undeliverable',
            error: { code: 1340, reason: 'Outside window' },
          }),
      },
      wordless: {
        'a read mark': () => JSON.stringify({ message_uuid: 'aaaaaaaa-bbbb-4ccc-8ddd-999999999999', status: 'read' }),
        'a reaction': ({ id, from, to }) =>
          JSON.stringify({
            ...{
              channel: 'whatsapp',
              message_uuid: `${id}-r`,
              message_type: 'reaction',
              timestamp: '2026-01-02T03:04:05Z',
            },
            ...{ from: from.slice(1), to: to.slice(1), reaction: { action: 'react', emoji: '👍' } },
            context: { message_uuid: id, message_from: to.slice(1) },
          }),
      },
      sign: (body, proof) => ({ method: 'POST', query: '', ...signMessage(body, proof) }),
    },
    close: server.close,
  }
}

const recordOf = (value: unknown): Body => (isRecord(value) ? value : {})

function bodyOf({ body }: TakenRequest): Body {
  const value: unknown = body === '' ? {} : JSON.parse(body)
  return recordOf(value)
}

function isAuthorised({ headers }: TakenRequest): boolean {
  return headers.authorization === `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`
}

const kinds = new Set(['text', 'image', 'audio', 'video', 'file', 'template', 'custom'])

function complaintOf(request: TakenRequest): string | undefined {
  if (!isAuthorised(request)) return 'credential'
  const { from, to, message, client_ref: ref, ...more } = bodyOf(request)
  if (Object.keys(more).length > 0) return Object.keys(more).join()
  const isSide = (side: unknown) =>
    recordOf(side).type === 'whatsapp' && /^\d{7,15}$/.test(String(recordOf(side).number))
  if (!isSide(from) || !isSide(to) || recordOf(from).number !== sender) return 'from or to'
  // Longer ones are refused.
  if (typeof ref !== 'string' || ref.length > 40) return 'client_ref'
  const { content, whatsapp } = recordOf(message)
  const { type, ...rest } = recordOf(content)
  if (!kinds.has(String(type)) || Object.keys(rest).join() !== type) return 'content'
  if (type === 'template') {
    const { name, parameters, ...unknown } = recordOf(rest.template)
    // The namespace of the business account stands before the name.
    const isNamed = /^\w+:\w+$/.test(String(name)) && Array.isArray(parameters) && Object.keys(unknown).length === 0
    return isNamed && typeof recordOf(whatsapp).locale === 'string' ? undefined : 'template'
  }
  if (type === 'custom') return whatsapp === undefined ? complaintAbout(recordOf(rest.custom)) : 'whatsapp'
  return type === 'text' && (rest.text === '' || String(rest.text).length > 4_096) ? 'text' : undefined
}

/** What WhatsApp itself says about a message that is handed to it. */
function complaintAbout({ type, template }: Body): string | undefined {
  if (type !== 'template') return type === 'interactive' || type === 'location' ? undefined : 'custom.type'
  const { name, language, components = [], ...unknown } = recordOf(template)
  const isCode = /^[a-z]{2,3}(_[A-Z]{2})?$/.test(String(recordOf(language).code))
  const isRight = typeof name === 'string' && /^\w+$/.test(name) && isCode && Object.keys(unknown).length === 0
  const isBody = Array.isArray(components) && components.every((part) => recordOf(part).type === 'body')
  return isRight && isBody ? undefined : 'custom.template'
}

const templates = [
  {
    ...{ id: '1', name: 'order_ready', language: 'en_GB', status: 'APPROVED', category: 'UTILITY' },
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Your order' },
      { type: 'BODY', text: 'Hello {{1}}, your order {{2}} is ready.' },
    ],
  },
  { id: '2', name: 'order_late', language: 'en_GB', status: 'PAUSED', category: 'UTILITY', components: [] },
]

function answerTo(request: TakenRequest, state: NexmoStandIn['state']): Reply {
  if (!isAuthorised(request)) return unauthorised
  const { pathname } = new URL(request.url, 'http://nexmo')
  if (pathname === `/v2/whatsapp-manager/wabas/${businessAccountId}/templates`) return json({ templates, paging: {} })
  if (request.url === '/account/get-balance') return json({ value: 12.3, autoReload: false })
  if (request.url !== `/v2/applications/${applicationId}`) return json({ title: 'Not Found' }, 404)
  if (request.method === 'PUT') state.application = { ...bodyOf(request), id: applicationId }
  return json(state.application)
}
