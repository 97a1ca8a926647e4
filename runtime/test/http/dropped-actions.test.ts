import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from '../helpers/eventually.ts'
import { type Bridge, startBridge } from '../stand-ins/bridge.ts'
import { bridgeManifest, ticketAction } from '../stand-ins/bridge-manifest.ts'
import { createBridgeRig } from './helpers/bridge-rig.ts'
import { flowOf, newContact, nodeOf } from './helpers/documents.ts'
import { type HttpTest, startHttpTest } from './helpers/http-test.ts'

const ours = '+17865550100'

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

/** A run that waits for an answer before a block of the integration. The live flow has the block no more. */
async function waitingRun(name: string, inputs: object) {
  const rig = createBridgeRig(http)
  const ask = nodeOf(3, 'send-sms', { to: '$ANI', from: '$DNIS', message: 'What is it?', responseTimeoutSeconds: 600 })
  const data = { subject: 'They say: $SMS_3.reply.text', priority: 'low' }
  const block = rig.ticketNode(name, { ...inputs, data })
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
  const runAt = (...statuses: string[]) =>
    eventually(async () => {
      const { body } = await http.call('GET', `/api/runs/${runId}`)
      return statuses.includes(body.status) && body
    }, 60_000)
  await runAt('waiting')

  const path = `/api/flows/${flowId}`
  async function save(document: typeof asking) {
    const { revision } = (await http.call('GET', path)).body
    const saved = await http.call('PUT', path, { body: document, headers: { 'if-match': `"${revision}"` } })
    expect(saved.status, saved.text).toBe(200)
  }
  await save({ ...asking, nodes: asking.nodes.slice(0, 2), connections: asking.connections.slice(0, 1) })
  expect((await http.call('POST', `${path}/deploy`)).status).toBe(200)

  return {
    /** The contact answers, and the run goes on to its end. Returns its last step. */
    async answered() {
      await says('My box is wet')
      const run = await runAt('succeeded', 'failed')
      return run.steps.at(-1)
    },
    /** The block is in no menu, and the sentence keeps a flow with it from being deployed, the version of before, too. */
    async expectRetired(why: string) {
      const type = `bridge:${name}.create_ticket`
      const { nodes, older } = (await http.call('GET', '/api/catalog')).body
      expect(nodes.map(({ id }: { readonly id: string }) => id)).not.toContain(type)
      const kept = older.find(({ id }: { readonly id: string }) => id === type)
      expect(kept).toMatchObject({ title: 'Create a ticket', retired: why })
      await save(asking)
      const refused = await http.call('POST', `${path}/deploy`)
      expect([refused.status, refused.body.code]).toEqual([422, 'NOT_DEPLOYABLE'])
      const sentence = `${why} Delete #2 ${block.name}, or put another action in its place.`
      expect(JSON.stringify(refused.body)).toContain(sentence)
      expect((await http.call('POST', `${path}/versions/1/deploy`)).text).toContain(sentence)
    },
  }
}

async function importDesk(manifest: ReturnType<typeof bridgeManifest>) {
  const rig = createBridgeRig(http)
  await rig.importManifest(manifest)
  if (manifest.integration.authentication_type === 'none') return {}
  const credentials = { account: 'northwind', token: 'token-of-ana-0123456789' }
  return { account: await rig.createAccount(manifest.integration.name, credentials) }
}

const tickets = () => bridge.callsOf('/actions/create_ticket').map(({ data }) => data)
const wetBox = { subject: 'They say: My box is wet', count: 3, priority: 'low' }

it('a run that waits before a block whose action is dropped calls the bridge, and nothing new is deployed with it', async () => {
  const run = await waitingRun('desk', await importDesk(bridgeManifest(bridge.origin, { name: 'desk' })))
  const closing = ticketAction(bridge.origin, { name: 'close_ticket', display: 'close a ticket' })
  const saved = await createBridgeRig(http).importManifest(bridgeManifest(bridge.origin, { name: 'desk' }, closing))
  expect(saved.consequences).toEqual([
    'Runs that wait go on with create_ticket, which is offered and deployed no more.',
  ])
  await run.expectRetired('Desk has this action no more.')
  const before = tickets().length
  expect(await run.answered()).toMatchObject({ nodeId: 2, exit: 'success', outputs: { message: 'Done' } })
  expect(tickets().slice(before)).toEqual([wetBox])
})

it('a run that waits before a block whose integration is removed calls the bridge where it needs no account', async () => {
  const run = await waitingRun('open', await importDesk(bridgeManifest(bridge.origin, { name: 'open', type: 'none' })))
  expect((await http.call('DELETE', '/api/integrations/open')).status).toBe(204)
  await run.expectRetired('Desk was removed.')
  const before = tickets().length
  expect(await run.answered()).toMatchObject({ nodeId: 2, exit: 'success', outputs: { message: 'Done' } })
  expect(tickets().slice(before)).toEqual([wetBox])
})

it('a run that waits before a block whose integration is removed with its account says so, without a call', async () => {
  const { account } = await importDesk(bridgeManifest(bridge.origin, { name: 'closed' }))
  const run = await waitingRun('closed', { account })
  expect((await http.call('DELETE', `/api/accounts/${account}`)).status).toBe(204)
  expect((await http.call('DELETE', '/api/integrations/closed')).status).toBe(204)
  const types = (await http.call('GET', '/api/account-types?limit=200')).body.items
  expect(types.map(({ id }: { readonly id: string }) => id)).not.toContain('bridge:closed')
  await run.expectRetired('Desk was removed.')
  const before = tickets().length
  expect(await run.answered()).toMatchObject({ nodeId: 2, exit: 'failure', error: { code: 'ACCOUNT_NOT_FOUND' } })
  expect(tickets().slice(before)).toEqual([])
})
