import { createHmac } from 'node:crypto'
import type { AccountResource, RunResource, SimulatorMessage } from '@patchbay/shared/api'
import type { Flow, FlowNode } from '@patchbay/shared/flow'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../helpers/eventually.ts'
import { json, type Reply, type StandIn, startStandIn } from '../helpers/stand-in.ts'
import { createNodes, type Node, type Nodes } from './nodes.ts'

/** Sooner than the comparison that makes up for lost signals. */
const AT_ONCE_MS = 3_000
const numbers = ['+17865550100', '+13055550142', '+13055550164', '+17865550171'] as const
const [asking, working, moving, carried] = numbers

let nodes: Nodes
let a: Node
let b: Node
let service: StandIn

beforeAll(async () => {
  service = await startStandIn(json({}))
  nodes = await createNodes()
  a = await nodes.start()
  b = await nodes.start()
})

afterAll(async () => {
  await nodes.close()
  await service.close()
})

function flowOf(name: string, actions: readonly FlowNode[], exit: string): Flow {
  return {
    formatVersion: 1,
    name,
    description: '',
    settings: { timeZone: 'UTC', maxSteps: 100 },
    nodes: [node(1, 'inbound-sms', {}), ...actions],
    connections: actions.map(({ id }) => ({ from: id - 1, exit: id === 2 ? 'next' : exit, to: id })),
    notes: [],
  }
}

function node(id: number, type: string, inputs: FlowNode['inputs']): FlowNode {
  return { id, type, name: `Action ${id}`, position: { x: id * 200, y: 0 }, inputs }
}

const say = (id: number, message: string, more: object = {}) =>
  node(id, 'send-sms', { to: '$ANI', from: '$DNIS', message, ...more })

function text(by: Node, to: string, message: string, from = '+13055550119'): Promise<SimulatorMessage> {
  return by.call<SimulatorMessage>('POST', '/simulator/messages', { from, to, text: message })
}

/** Whether the flow of the number is live on this node. */
const isLiveOn = (by: Node, to: string) =>
  eventually(async () => (await text(by, to, 'probe', '+13055550148')).runId !== null, AT_ONCE_MS)

describe('a conversation over two nodes', () => {
  it('goes on with the answer, whichever node it reaches', async () => {
    await a.deploy(
      flowOf('Asks', [say(2, 'Well?', { responseTimeoutSeconds: 60 }), say(3, '$SMS_2.reply.text')], 'reply'),
      [asking],
    )
    await isLiveOn(b, asking)
    const first = await text(a, asking, 'Hi')
    await eventually(async () => (await a.textsTo('+13055550119')).length === 1)
    expect((await text(b, asking, 'Yes')).runId).toBe(first.runId)
    expect((await a.ended(first.runId ?? '')).status).toBe('succeeded')
    expect((await a.textsTo('+13055550119')).map((sent) => sent.text)).toEqual(['Well?', 'Yes'])
  })

  it('goes on with the receipt, whichever node it reaches, and once', async () => {
    const from = '+13055550171'
    await a.call('PUT', `/simulator/phones/sms/${encodeURIComponent(from)}`, { receipts: 'hold' })
    const request = { requestDeliveryReceipt: true, receiptTimeoutSeconds: 60 }
    await a.deploy(flowOf('Reports', [say(2, 'Well?', request), say(3, '$SMS_2.receipt.status')], 'delivered'), [
      asking,
    ])
    await eventually(async () => {
      const probe = await text(b, asking, 'probe', '+13055550148')
      return (await a.textsTo('+13055550148')).length > 0 && probe.runId !== null
    })
    const { runId } = await text(a, asking, 'Hi', from)
    await eventually(async () => (await b.call<RunResource>('GET', `/runs/${runId}`)).waitingFor === 'receipt')
    const [sent] = await a.textsTo(from)
    const path = `/simulator/messages/${encodeURIComponent(sent?.id ?? '')}/receipt`
    await Promise.all([a, b, a, b].map((by) => by.call('POST', path, { status: 'delivered' })))
    expect((await a.ended(runId ?? '')).status).toBe('succeeded')
    expect((await a.textsTo(from)).map((heard) => heard.text)).toEqual(['Well?', 'delivered'])
  })

  it('is handled one text after another', async () => {
    await a.deploy(
      flowOf(
        'Works',
        [node(2, 'external-web-call', { method: 'GET', url: `${service.origin}/$ISMS_1.message` })],
        'success',
      ),
      [working],
    )
    await isLiveOn(b, working)
    const { promise: released, resolve: release } = Promise.withResolvers<void>()
    const held: Reply = async (response, request) => {
      await released
      await json({})(response, request)
    }
    await service.arrived(1)
    service.replyWith(held)
    const before = service.requests.length
    const texts = [await text(a, working, 'one'), await text(b, working, 'two'), await text(a, working, 'three')]
    await service.arrived(before + 1)
    // Long enough for the others to begin, if they did.
    await eventually(async () => (await b.run(texts[1]?.runId ?? '')).status === 'running')
    expect(service.requests.slice(before).map(({ url }) => url)).toEqual(['/one'])
    release()
    const runs: RunResource[] = []
    for (const { runId } of texts) runs.push(await a.ended(runId ?? ''))
    expect(runs.map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'succeeded'])
    expect(service.requests.slice(before).map(({ url }) => url)).toEqual(['/one', '/two', '/three'])
  })

  it('starts one run for a text that reaches both nodes at once', async () => {
    const properties = { url: `${service.origin}/messages`, honoursKeys: true }
    const created = await a.call<AccountResource & { readonly secrets: { readonly inboundSecret: string } }>(
      'POST',
      '/accounts',
      { type: 'http-gateway', name: 'Carrier', properties },
    )
    await a.call('POST', '/numbers', { number: carried, accountId: created.id })
    await a.deploy(flowOf('Carried', [say(2, 'Heard.')], 'success'), [carried])
    const post = async (by: Node, id: string) => {
      const body = JSON.stringify({ id, from: '+13055550171', to: carried, text: 'Hi' })
      const signature = createHmac('sha256', created.secrets.inboundSecret).update(body).digest('hex')
      const headers = { 'content-type': 'application/json', 'x-patchbay-signature': `sha256=${signature}` }
      const url = `${by.process.url}/channels/http-gateway/${created.id}`
      const response = await fetch(url, { method: 'POST', headers, body })
      return (await response.json()) as { readonly runId: string | null; readonly duplicate: boolean }
    }
    await eventually(async () => (await post(b, `probe ${performance.now()}`)).runId !== null, AT_ONCE_MS)
    const answers = await Promise.all([a, b, a, b, a, b].map((by) => post(by, 'the one')))
    expect(new Set(answers.map(({ runId }) => runId)).size).toBe(1)
    expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(1)
  })

  it('ends for a number that was removed on the other node, at once', async () => {
    expect((await text(b, moving, 'Anybody?')).status).toBe('no-flow')
    await a.call('DELETE', `/numbers/${encodeURIComponent(moving)}`)
    await eventually(async () => {
      const body = { from: '+13055550119', to: moving, text: 'And now?' }
      return (await b.process.api('POST', '/simulator/messages', body)).status === 404
    }, AT_ONCE_MS)
  })
})
