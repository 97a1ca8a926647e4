import { createHmac } from 'node:crypto'
import { isRecord } from '../../src/platform/is-record.ts'
import { hang, json, type Reply, startStandIn, type TakenRequest, text } from '../helpers/stand-in.ts'
import type { Fault, ServiceStandIn, TakenMessage } from './service-stand-in.ts'

const inboundSecret = 'the-inbound-secret-of-tests'
const credential = { username: 'patchbay', password: 'a-password-of-tests' }

/** By docs/http-gateway.md any 2xx means taken, whatever the body says: a gateway cannot lie or babble. */
const faults: Partial<Readonly<Record<Fault, Reply>>> = {
  refuses: json({ error: 'no such contact' }, 400),
  'is busy': (response) => {
    response.writeHead(429, { 'retry-after': '7' })
    response.end('slow down')
  },
  fails: text('out of order', { status: 503 }),
  'is silent': hang,
}

/** A gateway that speaks the HTTP of docs/http-gateway.md. */
export async function startStandInOf(): Promise<ServiceStandIn> {
  const taken: TakenMessage[] = []
  const complaints: string[] = []
  let fault: Fault | undefined
  const server = await startStandIn((response, request) => {
    const complaint = complaintOf(request)
    if (complaint !== undefined) {
      complaints.push(complaint)
      return json({ error: complaint }, complaint === 'credential' ? 401 : 400)(response, request)
    }
    const misbehave = fault === undefined ? undefined : faults[fault]
    if (misbehave !== undefined) return misbehave(response, request)
    const { from, to, text: words } = JSON.parse(request.body)
    taken.push({ from, to, text: words })
    return json({ id: `g-${taken.length}`, status: 'queued' }, 202)(response, request)
  })
  const properties = { url: `${server.origin}/messages`, authentication: 'basic', timeoutSeconds: 1, inboundSecret }
  return {
    properties: { ...properties, ...credential },
    wrongProperties: { ...properties, ...credential, password: 'another password' },
    hosts: {},
    address: { channel: 'sms', value: '+17865550177' },
    contact: '+13055550119',
    sending: {
      taken,
      complaints,
      faults: ['refuses', 'is busy', 'fails', 'is silent'],
      behave(next) {
        fault = next
      },
    },
    calling: {
      call(message, proof) {
        const body = JSON.stringify(message)
        const key = proof === 'right' ? inboundSecret : 'the secret of a stranger'
        const signature = `sha256=${createHmac('sha256', key).update(body).digest('hex')}`
        const headers = { 'content-type': 'application/json' }
        const signed = proof === 'none' ? headers : { ...headers, 'x-patchbay-signature': signature }
        return { method: 'POST', query: '', headers: signed, body }
      },
    },
    close: () => server.close(),
  }
}

/** What is wrong with a request; undefined when it can be taken. */
function complaintOf({ method, url, headers, body }: TakenRequest): string | undefined {
  const basic = Buffer.from(`${credential.username}:${credential.password}`).toString('base64')
  if (headers.authorization !== `Basic ${basic}`) return 'credential'
  if (method !== 'POST' || url !== '/messages') return `${method} ${url}`
  if (headers['content-type'] !== 'application/json') return 'content type'
  const message: unknown = JSON.parse(body)
  if (!isRecord(message)) return 'body'
  if (Object.keys(message).toSorted().join() !== 'from,id,media,text,to') return 'keys'
  return message.id === headers['idempotency-key'] ? undefined : 'idempotency key'
}
