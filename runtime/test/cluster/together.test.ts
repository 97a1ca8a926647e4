import type { AccountResource, CreatedToken, FlowResource, UserResource } from '@patchbay/shared/api'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { startedRun } from '../helpers/api-driver.ts'
import { eventually } from '../helpers/eventually.ts'
import { apiToken } from '../helpers/runtime-process.ts'
import { json, type Reply, type StandIn, startStandIn } from '../helpers/stand-in.ts'
import { client, startAuthorizationServer } from '../stand-ins/authorization-server.ts'
import { answeringFlow, callingFlow, createNodes, type Node, type Nodes, webhookFlow } from './nodes.ts'

/** Sooner than the comparison that makes up for lost signals. */
const AT_ONCE_MS = 3_000

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

beforeEach(() => service.replyWith(json({})))

afterAll(async () => {
  await nodes.close()
  await service.close()
})

const hook = (node: Node, path: string) => fetch(`${node.process.url}/hooks/${path}`, { method: 'POST' })

/** Replies that wait until they are let go. */
function heldReply(): { readonly reply: Reply; letGo(): void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return {
    reply: async (response, request) => {
      await promise
      await json({})(response, request)
    },
    letGo: resolve,
  }
}

describe('what one node changes', () => {
  it('holds on the other at once: deploy, another version, roll back, undeploy', async () => {
    const flowId = await a.deploy(webhookFlow('Moving', 'first-path'))
    await eventually(async () => (await hook(b, 'first-path')).status === 202, AT_ONCE_MS)
    await a.redeploy(flowId, webhookFlow('Moving', 'second-path'))
    await eventually(async () => (await hook(b, 'second-path')).status === 202, AT_ONCE_MS)
    expect((await hook(b, 'first-path')).status).toBe(404)
    await b.call('POST', `/flows/${flowId}/versions/1/deploy`)
    await eventually(async () => (await hook(a, 'first-path')).status === 202, AT_ONCE_MS)
    await a.call('POST', `/flows/${flowId}/undeploy`)
    await eventually(async () => (await hook(b, 'first-path')).status === 404, AT_ONCE_MS)
  })

  it('holds on the other at once: the roles of a user, for their tokens', async () => {
    const person = { name: 'Rita', email: 'rita@example.com', password: 'a long password of hers' }
    const user = await a.call<UserResource>('POST', '/users', { ...person, roles: ['editor', 'api-user'] })
    const origin = a.process.url
    const send = (path: string, body: object, cookie = '') =>
      fetch(`${origin}/api${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin, cookie },
        body: JSON.stringify(body),
      })
    const signedIn = await send('/session', { email: person.email, password: person.password })
    const cookie = signedIn.headers
      .getSetCookie()
      .map((set) => set.split(';')[0])
      .join('; ')
    const { token }: CreatedToken = JSON.parse(await (await send('/session/tokens', {}, cookie)).text())
    const read = async () => {
      const headers = { authorization: `Bearer ${token}` }
      return (await fetch(`${b.process.url}/api/flows`, { headers })).status
    }
    expect(await read()).toBe(200)
    await a.call('PUT', `/users/${user.id}`, { roles: ['agent', 'api-user'] })
    await eventually(async () => (await read()) === 403, AT_ONCE_MS)
  })

  it('holds on the other at once: the flow of a number', async () => {
    const number = '+17865550100'
    await a.deploy(answeringFlow('Answers'), [number])
    const runId = await eventually(
      () => b.text({ from: '+13055550111', to: number, text: 'Hello' }).catch(() => undefined),
      AT_ONCE_MS,
    )
    expect((await b.ended(runId)).status).toBe('succeeded')
  })

  it('cannot be claimed by the other as well: one webhook path, two deploys at the same time', async () => {
    const create = (node: Node) => node.call<FlowResource>('POST', '/flows', webhookFlow('Claims', 'claimed'))
    const flows = [await create(a), await create(b)] as const
    const deploys = await Promise.all([
      a.process.api('POST', `/flows/${flows[0].id}/deploy`),
      b.process.api('POST', `/flows/${flows[1].id}/deploy`),
    ])
    const refused = deploys.find(({ ok }) => !ok)
    expect(deploys.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await refused?.json()).toMatchObject({ code: 'PATH_IN_USE' })
  })
})

describe('signals that are lost', () => {
  it('are made up for when the connection stands again, and pass again', async () => {
    const connections = "application_name = 'patchbay signals' and datname = current_database()"
    await nodes.query(`select pg_terminate_backend(pid) from pg_stat_activity where ${connections}`)
    const flowId = await a.deploy(webhookFlow('Unheard', 'unheard'))
    await eventually(async () => (await hook(b, 'unheard')).status === 202)
    await a.call('POST', `/flows/${flowId}/undeploy`)
    await eventually(async () => (await hook(b, 'unheard')).status === 404, AT_ONCE_MS)
  })

  it('are made up for when nobody has sent any', async () => {
    const flowId = await a.deploy(webhookFlow('Silent', 'silent'))
    await eventually(async () => (await hook(b, 'silent')).status === 202)
    await nodes.query(`update flow set live_version = null, live_at = null where id = '${flowId}'`)
    await eventually(async () => (await hook(b, 'silent')).status === 404)
    await eventually(async () => (await hook(a, 'silent')).status === 404)
  })
})

describe('a run of one node', () => {
  const calling = () =>
    callingFlow('Calls', [
      { url: `${service.origin}/one`, method: 'GET' },
      { url: `${service.origin}/two`, method: 'GET' },
    ])

  it('is cancelled from the other: the step under way is stored, the next never begins', async () => {
    const flowId = await a.deploy(calling())
    const held = heldReply()
    service.replyWith(held.reply)
    const before = service.requests.length
    const runId = await startedRun(await a.trigger(flowId))
    await service.arrived(before + 1)
    await b.call('POST', `/runs/${runId}/cancel`)
    held.letGo()
    const run = await b.ended(runId)
    expect(run.status).toBe('cancelled')
    expect(run.steps.map(({ nodeId, exit }) => [nodeId, exit])).toEqual([
      [1, 'next'],
      [2, 'success'],
    ])
    expect(service.requests.length - before).toBe(1)
  })

  it('is answered by the other to who waits there', async () => {
    const flowId = await a.deploy(calling())
    await eventually(async () => (await b.trigger(flowId)).status === 202, AT_ONCE_MS)
    const held = heldReply()
    service.replyWith(held.reply)
    const before = service.requests.length
    const key = { 'idempotency-key': 'asked twice' }
    const runId = await startedRun(await a.trigger(flowId, key))
    await service.arrived(before + 1)
    const waiting = b.trigger(flowId, { ...key, prefer: 'wait=20' })
    await b.run(runId)
    held.letGo()
    const answer = await waiting
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ runId, status: 'succeeded' })
  })

  it('is seen by who watches events on the other', async () => {
    const flowId = await a.deploy(calling())
    const controller = new AbortController()
    const stream = await fetch(`${b.process.url}/api/events`, {
      headers: { authorization: `Bearer ${apiToken}` },
      signal: controller.signal,
    })
    const seen: string[] = []
    const reading = (async () => {
      const decoder = new TextDecoder()
      for await (const chunk of stream.body ?? []) seen.push(decoder.decode(chunk, { stream: true }))
    })().catch(() => undefined)
    const runId = await eventually(async () => {
      const id = await startedRun(await a.trigger(flowId))
      await a.ended(id)
      return seen.join('').includes(id) ? id : undefined
    })
    await eventually(() =>
      seen.join('').includes(`"runId":"${runId}","flowId":"${flowId}","version":1,"status":"succeeded"`),
    )
    controller.abort()
    await reading
  })
})

describe('the token of an account', () => {
  it('that ends in the middle of 200 runs of both nodes is asked for again once, and no run fails', async () => {
    const server = await startAuthorizationServer()
    onTestFinished(() => server.close())
    const { id: account } = await a.call<AccountResource>('POST', '/accounts', {
      type: 'web-call',
      name: 'Shop',
      properties: {
        signIn: 'client-credentials',
        addresses: server.origin,
        tokenUrl: `${server.origin}/token`,
        clientId: client.id,
        clientSecret: client.secret,
      },
    })
    const flow = callingFlow('Signed in', [{ url: `${server.origin}/orders`, method: 'GET' }])
    const flowId = await a.deploy({
      ...flow,
      nodes: flow.nodes.map((node) =>
        node.type === 'external-web-call'
          ? { ...node, inputs: { ...node.inputs, auth: { type: 'account', account } } }
          : node,
      ),
    })
    await eventually(async () => (await b.trigger(flowId, { prefer: 'wait=20' })).status === 200, AT_ONCE_MS)
    const calls = () => server.requests.filter(({ url }) => url === '/orders').length
    const runs = Array.from({ length: 200 }, async (_, index) => {
      const response = await (index % 2 === 0 ? a : b).trigger(flowId, { prefer: 'wait=60' })
      if (calls() > 80 && server.given.length === 1) server.endTokens()
      return (await response.json()) as { readonly status: string }
    })
    const statuses = (await Promise.all(runs)).map(({ status }) => status)
    expect(new Set(statuses)).toEqual(new Set(['succeeded']))
    expect(server.asked).toEqual(Array(2).fill({ grant: 'client_credentials', answer: 'given' }))
  })
})

describe('people at work', () => {
  it('see each other and find their unsaved copies, whichever node they reach', async () => {
    const { id } = await a.call<FlowResource>('POST', '/flows', webhookFlow('Shared', 'shared'))
    const [first, second] = [crypto.randomUUID(), crypto.randomUUID()]
    await a.call('PUT', `/flows/${id}/presence/${first}`, { isEditing: true })
    const here = await b.call<{ items: unknown[] }>('PUT', `/flows/${id}/presence/${second}`, { isEditing: false })
    expect(here.items).toHaveLength(2)
    const copy = { revision: 1, edit: 1, document: webhookFlow('Unsaved', 'shared') }
    await a.process.api('PUT', `/flows/${id}/working-copies/${first}`, copy)
    const kept = await b.call<{ items: unknown[] }>('GET', `/flows/${id}/working-copies`)
    expect(kept.items).toMatchObject([{ id: first, document: { name: 'Unsaved' } }])
  })
})

describe('a node with some of the roles', () => {
  it('takes events and leaves the runs to others: intake', async () => {
    const intake = await nodes.start({ PATCHBAY_ROLES: 'intake' })
    const flowId = await a.deploy(callingFlow('Taken', [{ url: `${service.origin}/taken`, method: 'GET' }]))
    const answer = await eventually(async () => {
      const response = await intake.trigger(flowId, { prefer: 'wait=10' })
      return response.status === 200 ? response : undefined
    })
    expect(await answer.json()).toMatchObject({ status: 'succeeded' })
    // The address does not exist on such a node, so its endpoint does not describe the answer.
    expect((await fetch(`${intake.process.url}/api/flows`)).status).toBe(404)
    expect((await fetch(`${intake.process.url}/readyz`)).status).toBe(200)
  })

  it('runs flows without answering triggers: worker', async () => {
    const worker = await nodes.start({ PATCHBAY_ROLES: 'worker' })
    await a.deploy(webhookFlow('Hooked', 'hooked'))
    await eventually(async () => (await hook(b, 'hooked')).status === 202, AT_ONCE_MS)
    expect((await hook(worker, 'hooked')).status).toBe(404)
    expect((await fetch(`${worker.process.url}/healthz`)).status).toBe(200)
  })
})
