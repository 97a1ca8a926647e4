import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../helpers/eventually.ts'
import { json, type StandIn, startStandIn } from '../helpers/stand-in.ts'
import {
  type AuthorizationServer,
  client,
  person,
  startAuthorizationServer,
} from '../stand-ins/authorization-server.ts'
import { type Bridge, startBridge } from '../stand-ins/bridge.ts'
import { bridgeManifest, credentialFields, ticketAction } from '../stand-ins/bridge-manifest.ts'
import { createBridgeRig } from './helpers/bridge-rig.ts'
import { administrator, cookieOf, type HttpTest, origin, startHttpTest } from './helpers/http-test.ts'

const PATH = '/actions/create_ticket'

let http: HttpTest
let server: AuthorizationServer
let bridge: Bridge
/** Hears of lost accounts. */
let listener: StandIn
let rig: ReturnType<typeof createBridgeRig>
let cookie: string

beforeAll(async () => {
  server = await startAuthorizationServer({
    redirectUri: `${origin}/oauth/callback`,
    members: { instance_url: 'https://eu7.example.com', user: { id: 7 } },
  })
  listener = await startStandIn(json({ ok: true }))
  bridge = await startBridge({
    async accepts({ access_token }) {
      const answer = await fetch(`${server.origin}/me`, { headers: { authorization: `Bearer ${access_token}` } })
      return answer.status === 200
    },
    grants: { tenant_id: 'tn-1' },
  })
  http = await startHttpTest({
    PATCHBAY_ADMIN_EMAIL: administrator.email,
    PATCHBAY_ADMIN_PASSWORD: administrator.password,
    PATCHBAY_ON_FAILURE_URL: `${listener.origin}/alerts`,
  })
  rig = createBridgeRig(http)
  const signedIn = await http.call('POST', '/api/session', { token: null, body: administrator, headers: { origin } })
  cookie = cookieOf(signedIn)
})

afterAll(async () => {
  await http.close()
  await Promise.all([server.close(), bridge.close(), listener.close()])
})

beforeEach(() => bridge.answerWith(PATH, undefined))

const asPerson = (method: string, path: string, body?: unknown) =>
  http.call(method, path, { token: null, headers: { cookie, origin }, ...(body === undefined ? {} : { body }) })

const clientFields = () => ({
  site: server.origin,
  client_id: client.id,
  client_secret: client.secret,
  // Read from `site`.
  access_token_url: '/token',
})
const data = { subject: 'a', priority: 'low' }

async function connected(name: string): Promise<string> {
  await rig.importManifest(bridgeManifest(bridge.origin, { name, type: 'oauth2' }))
  const account = await rig.createAccount(name, { ...clientFields(), authorization_url: '/authorize' })
  const { problem } = await connect(account)
  expect(problem).toBeNull()
  return account
}

async function connect(account: string) {
  const begun = await asPerson('POST', `/api/accounts/${account}/connect`)
  const back = await server.authorize(begun.body.url)
  return (await asPerson('POST', '/api/account-connections', Object.fromEntries(back))).body
}

const statusOf = async (account: string) => (await http.call('GET', `/api/accounts/${account}/status`)).body.connection

describe('an account of an imported integration that gets tokens', () => {
  it.each([
    ['oauth2_client_credentials', 'client_credentials', {}],
    ['oauth2_password', 'password', person],
  ])('of the type %s shows the bridge a token when it is made, and in each call', async (type, grant, fields) => {
    const name = type.replaceAll('oauth2_', '')
    await rig.importManifest(bridgeManifest(bridge.origin, { name, type }))
    const before = server.asked.length
    const account = await rig.createAccount(name, { ...clientFields(), ...fields })
    expect(server.asked.slice(before)).toEqual([{ grant, answer: 'given' }])
    expect(bridge.callsOf('/auth_validation').at(-1)?.auth).toMatchObject({ access_token: server.given.at(-1) })
    const run = await rig.runOf(await rig.deployFlow(rig.ticketNode(name, { account, data })))
    expect(run.step.exit, run.text).toBe('success')
    const { auth } = bridge.callsOf(PATH).at(-1) ?? { auth: {} }
    expect(auth).toMatchObject({ access_token: server.given.at(-1), tenant_id: 'tn-1', client_id: client.id })
    for (const secret of [client.secret, ...server.given]) expect(run.text).not.toContain(secret)
    expect((await http.call('POST', `/api/accounts/${account}/test`)).body).toMatchObject({ ok: true })
  })

  it('is not stored with a wrong client secret, and says what the token service says', async () => {
    await rig.importManifest(bridgeManifest(bridge.origin, { name: 'wrong', type: 'oauth2_client_credentials' }))
    const properties = { ...clientFields(), client_secret: 'wrong-secret-0123456789' }
    const body = { type: 'bridge:wrong', name: 'x', properties }
    const answer = await http.call('POST', '/api/accounts', { body })
    expect([answer.status, answer.body.code]).toEqual([422, 'ACCOUNT_REFUSED'])
    expect(answer.body.detail).toContain('invalid_client')
    expect(answer.text).not.toContain('wrong-secret-0123456789')
  })

  it('of the type oauth2 is connected by a person, with PKCE, once for each state', async () => {
    await rig.importManifest(bridgeManifest(bridge.origin, { name: 'person', type: 'oauth2' }))
    const before = bridge.calls.length
    const account = await rig.createAccount('person', { ...clientFields(), authorization_url: '/authorize?scope=desk' })
    expect(bridge.calls.length).toBe(before)
    expect(await statusOf(account)).toMatchObject({ state: 'not-connected', canConnect: true })
    const begun = await asPerson('POST', `/api/accounts/${account}/connect`)
    const { searchParams } = new URL(begun.body.url)
    expect([searchParams.get('scope'), searchParams.get('code_challenge_method')]).toEqual(['desk', 'S256'])
    const back = Object.fromEntries(await server.authorize(begun.body.url))
    expect((await asPerson('POST', '/api/account-connections', back)).body.problem).toBeNull()
    expect((await asPerson('POST', '/api/account-connections', back)).body.code).toBe('BAD_REQUEST')
    expect(bridge.callsOf('/auth_validation').at(-1)?.auth).toMatchObject({ access_token: server.given.at(-1) })
    expect(await statusOf(account)).toMatchObject({ state: 'connected' })
    const { step } = await rig.runOf(await rig.deployFlow(rig.ticketNode('person', { account, data })))
    expect(step.exit).toBe('success')
    expect(bridge.callsOf(PATH).at(-1)?.auth).toMatchObject({ tenant_id: 'tn-1' })
  })

  it('keeps of what the token service gives the members that the manifest declares', async () => {
    const declared = (field_name: string, store: boolean) => {
      return { field_name, display: field_name, mandatory: false, type: 'oauth', store }
    }
    const fields = [
      ...(credentialFields.oauth2 ?? []),
      declared('code', false),
      declared('instance_url', true),
      declared('user', true),
      declared('refresh_token', true),
    ]
    const change = { name: 'members', type: 'oauth2', authentication_configuration: fields }
    await rig.importManifest(bridgeManifest(bridge.origin, change))
    const account = await rig.createAccount('members', { ...clientFields(), authorization_url: '/authorize' })
    await connect(account)
    const { auth = {} } = bridge.callsOf('/auth_validation').at(-1) ?? {}
    expect(auth).toMatchObject({ instance_url: 'https://eu7.example.com', code: expect.stringMatching(/^\w{32}$/) })
    await rig.runOf(await rig.deployFlow(rig.ticketNode('members', { account, data })))
    const { auth: sent = {} } = bridge.callsOf(PATH).at(-1) ?? {}
    expect(sent).toMatchObject({ instance_url: 'https://eu7.example.com', tenant_id: 'tn-1' })
    expect(Object.keys(sent).filter((name) => ['code', 'user', 'refresh_token'].includes(name))).toEqual([])
  })

  it('that the bridge refuses once it is connected is shown with the reason', async () => {
    await rig.importManifest(bridgeManifest(bridge.origin, { name: 'unwanted', type: 'oauth2' }))
    const account = await rig.createAccount('unwanted', { ...clientFields(), authorization_url: '/authorize' })
    bridge.answerWith('/auth_validation', json({}, 401))
    const { problem } = await connect(account)
    bridge.answerWith('/auth_validation', undefined)
    expect(problem).toContain('The bridge does not accept these credentials (401).')
    expect(await statusOf(account)).toMatchObject({ state: 'refused', problem })
  })

  it('that needs what is not stored is shown to the bridge when it is saved with that, once it is connected', async () => {
    const pin = { field_name: 'pin', display: 'PIN', mandatory: true, type: 'password', store: false }
    const fields = [
      ...(credentialFields.oauth2 ?? []),
      pin,
      { field_name: 'instance_url', display: 'Instance', mandatory: false, type: 'oauth', store: true },
    ]
    await rig.importManifest(
      bridgeManifest(bridge.origin, { name: 'pinned', type: 'oauth2', authentication_configuration: fields }),
    )
    const properties = { ...clientFields(), authorization_url: '/authorize', pin: '9876' }
    const asked = () => bridge.callsOf('/auth_validation')
    const before = asked().length
    const account = await rig.createAccount('pinned', properties)
    const save = (change: object = {}) =>
      http.call('PUT', `/api/accounts/${account}`, {
        body: { name: 'Desk of Ana', properties: { ...properties, ...change } },
      })
    expect((await save()).status).toBe(200)
    const { problem } = await connect(account)
    expect(problem).toContain('it needs PIN, which is not stored. It is asked when the account is saved with it.')
    expect(asked().length).toBe(before)
    expect(await statusOf(account)).toMatchObject({ state: 'refused', problem })
    const flowId = await rig.deployFlow(rig.ticketNode('pinned', { account, data }))
    bridge.answerWith('/auth_validation', json({}, 401))
    expect((await save()).body.code).toBe('ACCOUNT_REFUSED')
    bridge.answerWith('/auth_validation', undefined)
    expect((await save({ pin: '4321' })).status).toBe(200)
    const auth = { pin: '4321', access_token: server.given.at(-1), client_id: client.id }
    expect(asked().at(-1)?.auth).toMatchObject(auth)
    expect(await statusOf(account)).toMatchObject({ state: 'connected' })
    expect((await rig.runOf(flowId)).step.exit).toBe('success')
    const { auth: sent = {} } = bridge.callsOf(PATH).at(-1) ?? {}
    expect(sent).toMatchObject({ tenant_id: 'tn-1', instance_url: 'https://eu7.example.com' })
    expect(sent.pin).toBeUndefined()
    const other = { authorization_url: '/authorize?prompt=login' }
    const count = asked().length
    expect([(await save(other)).status, asked().length]).toEqual([200, count])
  })

  it('is connected at the bridge of a newer manifest only once its secret was entered for it', async () => {
    const account = await connected('elsewhere')
    const other = await startBridge({ grants: { tenant_id: 'tn-2' } })
    await rig.importManifest(bridgeManifest(other.origin, { name: 'elsewhere', type: 'oauth2' }))
    expect((await connect(account)).problem).toContain('were not entered for')
    expect(other.calls).toEqual([])
    const properties = { ...clientFields(), authorization_url: '/authorize' }
    const body = { name: 'Desk of Ana', properties }
    expect((await http.call('PUT', `/api/accounts/${account}`, { body })).status).toBe(200)
    expect((await connect(account)).problem).toBeNull()
    await rig.runOf(await rig.deployFlow(rig.ticketNode('elsewhere', { account, data }, 2)))
    expect(other.callsOf(PATH).at(-1)?.auth).toMatchObject({ tenant_id: 'tn-2' })
    await other.close()
  })

  it('keeps its client secret from another site that the address of the tokens is read from', async () => {
    await rig.importManifest(bridgeManifest(bridge.origin, { name: 'sited', type: 'oauth2_client_credentials' }))
    const account = await rig.createAccount('sited', clientFields())
    const elsewhere = await startStandIn(json({}))
    const properties = { ...clientFields(), site: elsewhere.origin, client_secret: { $secret: 'client_secret' } }
    const body = { name: 'Desk of Ana', properties }
    const answer = await http.call('PUT', `/api/accounts/${account}`, { body })
    expect([answer.status, answer.body.code, elsewhere.requests]).toEqual([422, 'SECRET_MISSING', []])
    await elsewhere.close()
  })

  it('stays connected where a newer manifest has an action at another host', async () => {
    const account = await connected('wider')
    const flowId = await rig.deployFlow(rig.ticketNode('wider', { account, data }))
    const further = ticketAction('https://further.example.com', { name: 'further', display: 'further' })
    const manifest = bridgeManifest(
      bridge.origin,
      { name: 'wider', type: 'oauth2' },
      ticketAction(bridge.origin),
      further,
    )
    await rig.importManifest(manifest)
    expect(await statusOf(account)).toMatchObject({ state: 'connected' })
    expect((await rig.runOf(flowId)).step.exit).toBe('success')
  })

  it('gets another token after a 401, and repeats the call once', async () => {
    const account = await connected('again')
    const flowId = await rig.deployFlow(rig.ticketNode('again', { account, data }))
    server.endTokens()
    const [calls, asked] = [bridge.callsOf(PATH).length, server.asked.length]
    const { step } = await rig.runOf(flowId)
    expect(step.exit).toBe('success')
    expect(bridge.callsOf(PATH).length).toBe(calls + 2)
    expect(server.asked.slice(asked)).toEqual([{ grant: 'refresh_token', answer: 'given' }])
    const [first, second] = bridge.callsOf(PATH).slice(-2)
    expect(second?.headers['idempotency-key']).toBe(first?.headers['idempotency-key'])
    expect(second?.auth.access_token).not.toBe(first?.auth.access_token)
  })

  it('is marked after a second 401, and the run goes on by On Failure', async () => {
    const account = await connected('refused')
    const flowId = await rig.deployFlow(rig.ticketNode('refused', { account, data }))
    bridge.answerWith(PATH, json({}, 401))
    const calls = bridge.callsOf(PATH).length
    const { step } = await rig.runOf(flowId)
    expect([step.exit, bridge.callsOf(PATH).length]).toEqual(['failure', calls + 2])
    expect(await statusOf(account)).toMatchObject({ state: 'refused', canConnect: true })
  })

  it('whose access was withdrawn is shown and reported, and its runs go on by On Failure without a call', async () => {
    const account = await connected('withdrawn')
    const flowId = await rig.deployFlow(rig.ticketNode('withdrawn', { account, data }))
    server.endTokens()
    server.withdraw()
    await rig.runOf(flowId)
    expect(await statusOf(account)).toMatchObject({ state: 'withdrawn' })
    await eventually(() =>
      listener.requests.some(({ body }) => body.includes('account-lost') && body.includes(account)),
    )
    const calls = bridge.callsOf(PATH).length
    const { step } = await rig.runOf(flowId)
    expect([step.exit, step.error.code, bridge.callsOf(PATH).length]).toEqual([
      'failure',
      'ACCOUNT_NOT_CONNECTED',
      calls,
    ])
    expect((await connect(account)).problem).toBeNull()
    expect((await rig.runOf(flowId)).step.exit).toBe('success')
  })
})
