import { createHmac } from 'node:crypto'
import { isRecord } from '../../src/platform/is-record.ts'
import { json, type Reply, type TakenRequest } from '../helpers/stand-in.ts'
import { commonFaults, type FindTaken, startMessageServer } from './message-server.ts'
import { type FaultScripts, noReceipts, type ServiceStandIn } from './service-stand-in.ts'

const inboundSecret = 'the-inbound-secret-of-tests'
const credential = { username: 'patchbay', password: 'a-password-of-tests' }
const statusPath = '/messages/'

const anyAnswerIsTaken = { because: 'By docs/http-gateway.md any 2xx means taken, whatever its body says.' }

const faults: FaultScripts = {
  ...commonFaults,
  refuses: json({ error: 'no such contact' }, 400),
  lies: anyAnswerIsTaken,
  babbles: anyAnswerIsTaken,
}

/** A gateway that speaks the HTTP of docs/http-gateway.md, takes each id once and can be asked. */
export async function startStandInOf(): Promise<ServiceStandIn> {
  const server = await startMessageServer({
    other: answerQuestion,
    complaintOf,
    refusalOf: (complaint) => json({ error: complaint }, complaint === 'credential' ? 401 : 400),
    messageOf(request) {
      const { id: key, from, to, text } = JSON.parse(request.body)
      return { key, from, to, text }
    },
    receiptOf: (number) => json({ id: `g-${number}`, status: 'queued' }, 202),
    faults,
  })
  const properties = {
    url: `${server.origin}/messages`,
    statusUrl: `${server.origin}${statusPath}{id}`,
    honoursKeys: true,
    authentication: 'basic',
    inboundSecret,
    ...credential,
  }
  return {
    properties,
    wrongProperties: { ...properties, password: 'another password' },
    hosts: {},
    address: { channel: 'sms', value: '+17865550177' },
    contact: '+13055550119',
    sending: server.sending,
    calling: {
      proofCovers: 'body',
      isProofDated: false,
      bodyOf: (message) => JSON.stringify(message),
      receipts: noReceipts('By docs/nodes/send-sms.md a gateway of your own sends none.'),
      sign(body, proof) {
        const key = proof === 'right' ? inboundSecret : 'the secret of a stranger'
        const signature = `sha256=${createHmac('sha256', key).update(body).digest('hex')}`
        const headers = { 'content-type': 'application/json' }
        const signed = proof === 'none' ? headers : { ...headers, 'x-patchbay-signature': signature }
        return { method: 'POST', query: '', headers: signed, body }
      },
    },
    close: server.close,
  }
}

function isAuthorised({ headers }: TakenRequest): boolean {
  const basic = Buffer.from(`${credential.username}:${credential.password}`).toString('base64')
  return headers.authorization === `Basic ${basic}`
}

/** Test Connection asks whether the address is there; the Status URL says of an id whether it was taken. */
function answerQuestion(request: TakenRequest, found: FindTaken): Reply | undefined {
  const { method, url } = request
  if (method === 'POST') return undefined
  if (!isAuthorised(request)) return json({ error: 'credential' }, 401)
  if (method === 'OPTIONS') return json({})
  const number = found(decodeURIComponent(url.slice(statusPath.length)))
  return number === undefined ? json({ taken: false }, 404) : json({ taken: true, id: `g-${number}`, status: 'sent' })
}

function complaintOf(request: TakenRequest): string | undefined {
  const { method, url, headers, body } = request
  if (!isAuthorised(request)) return 'credential'
  if (method !== 'POST' || url !== '/messages') return `${method} ${url}`
  if (headers['content-type'] !== 'application/json') return 'content type'
  const message: unknown = JSON.parse(body)
  if (!isRecord(message)) return 'body'
  if (Object.keys(message).toSorted().join() !== 'from,id,media,text,to') return 'keys'
  return message.id === headers['idempotency-key'] ? undefined : 'idempotency key'
}
