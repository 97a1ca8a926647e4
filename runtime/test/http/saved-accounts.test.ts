import type { FlowNode } from '@patchbay/shared/flow'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../helpers/eventually.ts'
import { json, type StandIn, startStandIn } from '../helpers/stand-in.ts'
import {
  type AuthorizationServer,
  client,
  person,
  startAuthorizationServer,
} from '../stand-ins/authorization-server.ts'
import { flowOf, nodeOf } from './helpers/documents.ts'
import { administrator, cookieOf, type HttpTest, origin, startHttpTest } from './helpers/http-test.ts'

let http: HttpTest
let server: AuthorizationServer
/** Repeats what it is sent, as many debug pages do. */
let echo: StandIn
/** Hears of lost accounts. */
let listener: StandIn
let cookie: string

beforeAll(async () => {
  server = await startAuthorizationServer({ redirectUri: `${origin}/oauth/callback` })
  echo = await startStandIn((response, request) => json({ seen: request.headers }, 500)(response, request))
  listener = await startStandIn(json({ ok: true }))
  http = await startHttpTest({
    PATCHBAY_ADMIN_EMAIL: administrator.email,
    PATCHBAY_ADMIN_PASSWORD: administrator.password,
    PATCHBAY_ON_FAILURE_URL: `${listener.origin}/alerts`,
  })
  const signedIn = await http.call('POST', '/api/session', { token: null, body: administrator, headers: { origin } })
  cookie = cookieOf(signedIn)
})

afterAll(async () => {
  await http.close()
  await Promise.all([server.close(), echo.close(), listener.close()])
})

const asPerson = (method: string, path: string, body?: unknown) =>
  http.call(method, path, { token: null, headers: { cookie, origin }, ...(body === undefined ? {} : { body }) })

const urls = () => ({ tokenUrl: `${server.origin}/token`, authorizationUrl: `${server.origin}/authorize` })
const oauthClient = { clientId: client.id, clientSecret: client.secret }

async function createAccount(properties: object): Promise<string> {
  const addresses = `${server.origin} ${echo.origin}`
  const body = { type: 'web-call', name: 'Shop', properties: { addresses, ...properties } }
  const created = await http.call('POST', '/api/accounts', { body })
  expect(created.status, created.text).toBe(201)
  return created.body.id
}

function callNode(account: string, url: string): FlowNode {
  return nodeOf(2, 'external-web-call', { method: 'GET', url, timeoutSeconds: 5, auth: { type: 'account', account } })
}

/** Runs a flow with this one action to its end. */
async function runOf(node: FlowNode, authToken = 'open-sesame-0123456789') {
  const flow = flowOf('Orders', [nodeOf(1, 'inbound-api', { authToken }), node], [{ from: 1, exit: 'next', to: 2 }])
  const flowId = await http.deploy(flow)
  const started = await http.call('POST', `/triggers/${flowId}`, { token: authToken, body: {} })
  const answer = await eventually(async () => {
    const found = await http.call('GET', `/api/runs/${started.body.runId}`)
    return ['failed', 'succeeded'].includes(found.body.status) && found
  })
  return { flowId, text: answer.text, body: answer.body }
}

const kinds: readonly (readonly [string, () => object])[] = [
  ['client credentials', () => ({ signIn: 'client-credentials', ...urls(), ...oauthClient })],
  ['a password', () => ({ signIn: 'password', ...urls(), ...oauthClient, ...person })],
  [
    'client credentials in the body',
    () => ({ signIn: 'client-credentials', ...urls(), ...oauthClient, clientAuthentication: 'body' }),
  ],
]

describe('a saved account of a web service', () => {
  it.each(kinds)(
    'with %s signs a run and Test HTTP Request in, and keeps itself from removal',
    async (_kind, properties) => {
      const accountId = await createAccount(properties())
      const node = callNode(accountId, `${server.origin}/orders`)
      const run = await runOf(node)
      expect(run.body.status).toBe('succeeded')
      const tested = await http.call('POST', '/api/actions/external-web-call/test', { body: { inputs: node.inputs } })
      expect(tested.body).toMatchObject({ exit: 'success', response: { statusCode: 200 } })
      expect(tested.body.request.headers).toContainEqual({ name: 'Authorization', value: '•••' })
      expect((await http.call('POST', `/api/accounts/${accountId}/test`)).body).toMatchObject({ ok: true })
      expect((await http.call('DELETE', `/api/accounts/${accountId}`)).body).toMatchObject({
        code: 'ACCOUNT_IN_USE',
        flows: ['Orders'],
      })
    },
  )

  it('is chosen by its name', async () => {
    const accountId = await createAccount({ signIn: 'basic', ...person })
    const { body } = await http.call('GET', '/api/options/accounts.web-call')
    expect(body.items).toContainEqual({ value: accountId, label: 'Shop' })
  })

  it('needs what its sign-in needs, and asks for a secret again when it is for another address', async () => {
    const refused = await http.call('POST', '/api/accounts', {
      body: { type: 'web-call', name: 'x', properties: { signIn: 'password', addresses: 'api.example.com' } },
    })
    expect(refused.status).toBe(422)
    expect(refused.body.errors.map(({ path }: { path: string }) => path).toSorted()).toEqual(
      ['addresses', 'clientId', 'password', 'tokenUrl', 'username'].map((name) => `properties.${name}`),
    )
    const accountId = await createAccount({ signIn: 'basic', ...person })
    const moved = { signIn: 'basic', username: person.username, addresses: 'https://evil.example' }
    const { body } = await http.call('PUT', `/api/accounts/${accountId}`, { body: { name: 'x', properties: moved } })
    expect(body.code).toBe('SECRET_MISSING')
  })

  it('shows none of its secrets and tokens anywhere', async () => {
    const accounts = [
      await createAccount({ signIn: 'basic', ...person }),
      await createAccount({ signIn: 'header', headerName: 'X-Key', headerValue: 'key-of-the-shop' }),
      await createAccount({ signIn: 'client-credentials', ...urls(), ...oauthClient }),
    ]
    const seen: string[] = []
    for (const accountId of accounts) {
      const node = callNode(accountId, `${echo.origin}/orders`)
      const run = await runOf(node)
      expect(run.body.status).toBe('failed')
      expect(run.text).toContain('•••')
      const inputs = node.inputs
      const answers = [
        await http.call('POST', '/api/actions/external-web-call/test', { body: { inputs } }),
        await http.call('POST', `/api/accounts/${accountId}/test`),
        await http.call('GET', `/api/accounts/${accountId}`),
        await http.call('GET', `/api/accounts/${accountId}/status`),
        await http.call('GET', `/api/flows/${run.flowId}/export`),
      ]
      seen.push(run.text, ...answers.map(({ text }) => text))
    }
    const pair = Buffer.from(`${person.username}:${person.password}`).toString('base64')
    const secrets = [person.password, pair.slice(8, -4), 'key-of-the-shop', client.secret, ...server.given]
    for (const secret of secrets) expect(seen.join('\n')).not.toContain(secret)
  })
})

describe('an account that a person connects', () => {
  const code = () => ({ signIn: 'authorization-code', ...urls(), ...oauthClient })

  it('is connected by way of its service, in the session of the person, and reported once the access is withdrawn', async () => {
    const accountId = await createAccount(code())
    const status = () => http.call('GET', `/api/accounts/${accountId}/status`)
    expect((await status()).body.connection).toMatchObject({ state: 'not-connected', canConnect: true })
    const begun = await asPerson('POST', `/api/accounts/${accountId}/connect`)
    expect(begun.status, begun.text).toBe(200)
    const returned = Object.fromEntries(await server.authorize(begun.body.url))
    const elsewhere = await http.call('POST', '/api/account-connections', { body: returned })
    expect([elsewhere.status, elsewhere.body.code]).toEqual([400, 'BAD_REQUEST'])
    const finished = await asPerson('POST', '/api/account-connections', returned)
    expect(finished.body).toEqual({ accountId, problem: null })
    expect((await status()).body.connection).toMatchObject({ state: 'connected', isRenewed: true })
    const node = callNode(accountId, `${server.origin}/orders`)
    expect((await runOf(node)).body.status).toBe('succeeded')
    const webhook = { name: 'Watch', url: `${listener.origin}/events`, events: ['ACCOUNT/NEEDS_ATTENTION'] }
    expect((await http.call('POST', '/api/webhooks', { body: webhook })).status).toBe(201)
    server.endTokens()
    server.withdraw()
    const lost = await runOf(node)
    expect(lost.body).toMatchObject({ status: 'failed', error: { code: 'ACCOUNT_NOT_CONNECTED' } })
    expect((await status()).body.connection).toMatchObject({ state: 'withdrawn' })
    const alerts = await eventually(async () => {
      const told = listener.requests.map(({ body }) => JSON.parse(body)).filter(({ event }) => event === 'account-lost')
      return told.length > 0 && told
    })
    expect(alerts).toEqual([
      expect.objectContaining({
        accountId,
        accountName: 'Shop',
        flows: ['Orders', 'Orders'],
        problem: expect.any(String),
      }),
    ])
    const events = await eventually(() => {
      const told = listener.requests
        .map(({ body }) => JSON.parse(body))
        .filter(({ type }) => type === webhook.events[0])
      return told.length > 0 && told
    })
    expect(events).toEqual([expect.objectContaining({ content: { accountId } })])
  })

  it('is connected by administrators who have signed in', async () => {
    const accountId = await createAccount(code())
    const token = await http.tokenOf('editor')
    expect((await http.call('POST', `/api/accounts/${accountId}/connect`, { token })).status).toBe(403)
    expect((await http.call('POST', `/api/accounts/${accountId}/connect`)).body.code).toBe('BAD_REQUEST')
    const basic = await createAccount({ signIn: 'basic', ...person })
    expect((await asPerson('POST', `/api/accounts/${basic}/connect`)).status).toBe(422)
    expect((await http.call('GET', `/api/accounts/${basic}/status`)).body.connection).toBeUndefined()
  })
})
