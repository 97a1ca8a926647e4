import type { AccountResource, IntegrationSummary } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import type { Catalog } from '@patchbay/shared/nodes'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../helpers/eventually.ts'
import {
  type AuthorizationServer,
  client,
  person,
  startAuthorizationServer,
} from '../stand-ins/authorization-server.ts'
import { type Bridge, startBridge } from '../stand-ins/bridge.ts'
import { bridgeManifest, ticketAction } from '../stand-ins/bridge-manifest.ts'
import { callingFlow, createNodes, type Node, type Nodes } from './nodes.ts'

/** Sooner than the comparison that makes up for lost signals, and with room for a machine that is busy. */
const AT_ONCE_MS = 3_000

let nodes: Nodes
let a: Node
let b: Node
let server: AuthorizationServer
let bridge: Bridge

beforeAll(async () => {
  server = await startAuthorizationServer()
  bridge = await startBridge({
    async accepts({ access_token: token }) {
      if (token === undefined) return true
      return (await fetch(`${server.origin}/me`, { headers: { authorization: `Bearer ${token}` } })).status === 200
    },
  })
  nodes = await createNodes()
  a = await nodes.start()
  b = await nodes.start()
})

afterAll(async () => {
  await nodes.close()
  await Promise.all([server.close(), bridge.close()])
})

const typesAt = async (node: Node) => (await node.call<Catalog>('GET', '/catalog')).nodes.map(({ id }) => id)

/** A flow with one block of the integration. */
function ticketFlow(integration: string, inputs: object): Flow {
  const flow = callingFlow('Tickets', [{ url: 'https://example.com', method: 'GET' }])
  const type = `bridge:${integration}.create_ticket`
  const data = { subject: 'Wet box', priority: 'high' }
  return {
    ...flow,
    nodes: flow.nodes.map((node) =>
      node.id === 2 ? { ...node, type, inputs: { data, timeoutSeconds: 30, ...inputs } } : node,
    ),
  }
}

const done = { prefer: 'wait=60' }

describe('an integration that is imported on one node', () => {
  it('is usable on the other at once, in its newest version, and gone there once it is removed', async () => {
    const manifest = bridgeManifest(bridge.origin, { name: 'shared', type: 'none' })
    await a.call('PUT', '/integrations/shared', manifest)
    await eventually(async () => (await typesAt(b)).includes('bridge:shared.create_ticket'), AT_ONCE_MS)
    const flowId = await b.deploy(ticketFlow('shared', {}))
    await eventually(async () => (await a.trigger(flowId, done)).status === 200, AT_ONCE_MS)
    expect(bridge.callsOf('/actions/create_ticket').at(-1)?.data).toMatchObject({ subject: 'Wet box' })
    await expect(b.call('DELETE', '/integrations/shared')).rejects.toThrow('INTEGRATION_IN_USE')
    await a.call('POST', `/flows/${flowId}/undeploy`)
    await b.call('DELETE', '/integrations/shared')
    await eventually(async () => !(await typesAt(a)).includes('bridge:shared.create_ticket'), AT_ONCE_MS)
  })

  it('is known to the other within a second, each time anew', async () => {
    const times: number[] = []
    for (let count = 1; count <= 5; count += 1) {
      const action = ticketAction(bridge.origin, { name: `action_${count}` })
      await a.call('PUT', '/integrations/quick', bridgeManifest(bridge.origin, { name: 'quick', type: 'none' }, action))
      const importedMs = performance.now()
      await eventually(async () => (await typesAt(b)).includes(`bridge:quick.action_${count}`))
      times.push(performance.now() - importedMs)
    }
    // A signal takes a few hundredths of a second. The one in the middle, because a busy machine may hold up two of them;
    // without signals it would take most of the five seconds between two comparisons.
    const [, , middle] = times.toSorted((one, other) => one - other)
    expect(middle).toBeLessThan(1_000)
    await a.call('DELETE', '/integrations/quick')
  })

  it('is there on a node that starts later, with the flows that use it', async () => {
    await a.call('PUT', '/integrations/kept', bridgeManifest(bridge.origin, { name: 'kept', type: 'none' }))
    const flowId = await a.deploy(ticketFlow('kept', {}))
    const later = await nodes.start()
    const { items } = await later.call<{ items: readonly IntegrationSummary[] }>('GET', '/integrations')
    expect(items.map(({ name }) => name)).toEqual(['kept'])
    expect((await later.trigger(flowId, done)).status).toBe(200)
    await later.process.stop()
  })

  it('has the picture that one of them has copied, on the other and on one that starts later', async () => {
    const png = '\x89PNG\r\n\x1a\n'
    bridge.answerWith('/icon.png', (response) => void response.end(png, 'latin1'))
    await a.call('PUT', '/integrations/drawn', bridgeManifest(bridge.origin, { name: 'drawn', type: 'none' }))
    const pictureAt = async (node: Node) =>
      (await node.call<Catalog>('GET', '/catalog')).nodes.find(({ id }) => id === 'bridge:drawn.create_ticket')?.picture
    const picture = await eventually(() => pictureAt(b))
    await eventually(async () => (await pictureAt(a)) === picture, AT_ONCE_MS)
    // Its service is asked no more.
    bridge.answerWith('/icon.png', undefined)
    const later = await nodes.start()
    expect(await pictureAt(later)).toBe(picture)
    const shown = await later.process.api('GET', picture.replace(/^\/api/, ''))
    expect(Buffer.from(await shown.arrayBuffer()).toString('latin1')).toBe(png)
    await later.process.stop()
    await a.call('DELETE', '/integrations/drawn')
  })

  it('asks for one token when the one of 200 runs on two nodes ends in the middle, and no run fails', async () => {
    await a.call(
      'PUT',
      '/integrations/oauth',
      bridgeManifest(bridge.origin, { name: 'oauth', type: 'oauth2_password' }),
    )
    const { id: account } = await a.call<AccountResource>('POST', '/accounts', {
      type: 'bridge:oauth',
      name: 'Desk',
      properties: {
        site: server.origin,
        client_id: client.id,
        client_secret: client.secret,
        access_token_url: '/token',
        ...person,
      },
    })
    const flowId = await a.deploy(ticketFlow('oauth', { account }))
    await eventually(async () => (await b.trigger(flowId, done)).status === 200, AT_ONCE_MS)
    const [calls, given] = [bridge.calls.length, server.given.length]
    const runs = Array.from({ length: 200 }, async (_, index) => {
      const response = await (index % 2 === 0 ? a : b).trigger(flowId, done)
      if (bridge.calls.length - calls > 80 && server.given.length === given) server.endTokens()
      return (await response.json()) as { readonly status: string }
    })
    const statuses = (await Promise.all(runs)).map(({ status }) => status)
    expect(new Set(statuses)).toEqual(new Set(['succeeded']))
    expect(server.asked.slice(given)).toEqual([{ grant: 'refresh_token', answer: 'given' }])
  })
})
