import { createHmac } from 'node:crypto'
import { json } from '../helpers/stand-in.ts'
import { commonFaults, startMessageServer } from './message-server.ts'
import { type FaultScripts, noReceipts, type ServiceStandIn } from './service-stand-in.ts'

const token = 'a-token-of-tests'

const faults: FaultScripts = {
  ...commonFaults,
  refuses: json({ error: 'the contact left' }, 403),
  lies: json({ error: 'the contact left' }),
}

/** The messenger of `runtime/test/integrations/pigeon`. */
export async function startStandInOf(): Promise<ServiceStandIn> {
  const server = await startMessageServer({
    complaintOf({ method, url, headers }) {
      if (headers['x-pigeon-token'] !== token) return 'credential'
      return method === 'POST' && url === '/messages' ? undefined : `${method} ${url}`
    },
    refusalOf: (complaint) => json({ error: complaint }, complaint === 'credential' ? 401 : 400),
    messageOf(request) {
      const { key, bot, to, text } = JSON.parse(request.body)
      return { key, from: bot, to, text }
    },
    receiptOf: (number) => json({ id: `p-${number}` }),
    faults,
  })
  return {
    properties: { token },
    wrongProperties: { token: 'another token' },
    hosts: { api: server.origin },
    address: { channel: 'pigeon', value: '@shop_bot' },
    contact: '@dana',
    sending: server.sending,
    calling: {
      proofCovers: 'body',
      isProofDated: false,
      bodyOf: ({ id, from, to, text }) => JSON.stringify({ id, bot: to, from, text }),
      receipts: noReceipts('This messenger reports nothing.'),
      sign(body, proof) {
        const key = proof === 'right' ? token : 'the token of a stranger'
        const signature = createHmac('sha256', key).update(body).digest('hex')
        const headers = { 'content-type': 'application/json' }
        const signed = proof === 'none' ? headers : { ...headers, 'x-pigeon-signature': signature }
        return { method: 'POST', query: '', headers: signed, body }
      },
    },
    close: server.close,
  }
}
