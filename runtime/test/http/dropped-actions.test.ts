import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '../helpers/eventually.ts'
import { type Bridge, startBridge } from '../stand-ins/bridge.ts'
import { bridgeManifest, ticketAction } from '../stand-ins/bridge-manifest.ts'
import { createBridgeRig } from './helpers/bridge-rig.ts'
import { flowOf, newContact, nodeOf } from './helpers/documents.ts'
import { type HttpTest, startHttpTest } from './helpers/http-test.ts'

const ours = '+17865550100'
const type = 'bridge:desk.create_ticket'

let http: HttpTest
let bridge: Bridge

beforeAll(async () => {
  bridge = await startBridge()
  http = await startHttpTest()
})

afterAll(async () => {
  await http.close()
  await bridge.close()
})

it('a run that waits before a block whose action is dropped calls the bridge, and nothing new is deployed with it', async () => {
  const rig = createBridgeRig(http)
  await rig.importManifest(bridgeManifest(bridge.origin, { name: 'desk' }))
  const account = await rig.createAccount('desk', { account: 'northwind', token: 'token-of-ana-0123456789' })
  const ask = nodeOf(3, 'send-sms', { to: '$ANI', from: '$DNIS', message: 'What is it?', responseTimeoutSeconds: 600 })
  const block = rig.ticketNode('desk', { account, data: { subject: 'They say: $SMS_3.reply.text', priority: 'low' } })
  const asking = flowOf(
    'Tickets',
    [nodeOf(1, 'inbound-sms'), ask, block],
    [
      { from: 1, exit: 'next', to: 3 },
      { from: 3, exit: 'reply', to: 2 },
    ],
  )
  const flowId = await http.deploy(asking)
  await http.call('POST', '/api/numbers/assign', { body: { flowId, numbers: [ours], replace: true } })
  const from = newContact()
  const says = (text: string) => http.call('POST', '/api/simulator/messages', { body: { from, to: ours, text } })
  const { runId } = (await says('Hi')).body
  const runAt = (status: string) =>
    eventually(async () => {
      const { body } = await http.call('GET', `/api/runs/${runId}`)
      return body.status === status && body
    }, 60_000)
  await runAt('waiting')

  const withoutBlock = { ...asking, nodes: asking.nodes.slice(0, 2), connections: asking.connections.slice(0, 1) }
  const path = `/api/flows/${flowId}`
  async function save(document: typeof asking) {
    const { revision } = (await http.call('GET', path)).body
    const saved = await http.call('PUT', path, { body: document, headers: { 'if-match': `"${revision}"` } })
    expect(saved.status, saved.text).toBe(200)
  }
  await save(withoutBlock)
  expect((await http.call('POST', `${path}/deploy`)).status).toBe(200)
  const closing = ticketAction(bridge.origin, { name: 'close_ticket', display: 'close a ticket' })
  const saved = await rig.importManifest(bridgeManifest(bridge.origin, { name: 'desk' }, closing))
  expect(saved.consequences).toEqual([
    'Runs that wait go on with create_ticket, which is offered and deployed no more.',
  ])

  const { nodes, older } = (await http.call('GET', '/api/catalog')).body
  expect(nodes.map(({ id }: { readonly id: string }) => id)).not.toContain(type)
  const kept = older.find(({ id }: { readonly id: string }) => id === type)
  expect(kept).toMatchObject({ title: 'Create a ticket', retired: 'Desk has this action no more.' })
  await save(asking)
  const refused = await http.call('POST', `${path}/deploy`)
  expect([refused.status, refused.body.code]).toEqual([422, 'NOT_DEPLOYABLE'])
  const sentence = `Desk has this action no more. Delete #2 ${block.name}, or put another action in its place.`
  expect(JSON.stringify(refused.body)).toContain(sentence)
  const back = await http.call('POST', `${path}/versions/1/deploy`)
  expect(back.text).toContain(sentence)

  await says('My box is wet')
  const run = await runAt('succeeded')
  expect(run.steps.at(-1)).toMatchObject({ nodeId: 2, exit: 'success', outputs: { message: 'Done' } })
  expect(bridge.callsOf('/actions/create_ticket').map(({ data }) => data)).toEqual([
    { subject: 'They say: My box is wet', count: 3, priority: 'low' },
  ])
})
