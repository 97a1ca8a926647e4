import type { Role, TokenResource } from '@patchbay/shared/api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { cookieOf, type HttpTest, origin, startHttpTest } from './helpers/http-test.ts'

const password = 'another long password'
let test: HttpTest
let ahead = 0

beforeAll(async () => {
  test = await startHttpTest({}, { now: () => new Date(Date.now() + ahead) })
})

afterAll(() => test.close())

interface Person {
  readonly id: string
  readonly email: string
  /** One request with the person's session. */
  call(method: string, path: string, body?: unknown): ReturnType<HttpTest['call']>
}

async function person(name: string, roles: readonly Role[]): Promise<Person> {
  const email = `${name.toLowerCase()}@example.com`
  const { body: user } = await test.call('POST', '/api/users', { body: { name, email, password, roles } })
  const signedIn = await test.call('POST', '/api/session', {
    token: null,
    headers: { origin },
    body: { email, password },
    peer: `10.1.0.${name.length}`,
  })
  const cookie = cookieOf(signedIn)
  return {
    id: user.id,
    email,
    call: (method, path, body) =>
      test.call(method, path, { token: null, headers: { cookie, origin }, ...(body === undefined ? {} : { body }) }),
  }
}

const own = '/api/session/tokens'
const changeRoles = (id: string, roles: readonly Role[]) => test.call('PUT', `/api/users/${id}`, { body: { roles } })
const read = (token: string, path = '/api/conversations') => test.call('GET', path, { token })

it('are named by default, renamed, listed without their text, and show their last use', async () => {
  const maya = await person('Maya', ['agent', 'api-user'])
  const first = await maya.call('POST', own, {})
  const second = await maya.call('POST', own, {})
  expect([first.status, first.body.name, second.body.name]).toEqual([201, 'New Token', 'New Token 2'])
  expect(first.body).toMatchObject({
    user: { id: maya.id, name: 'Maya', email: maya.email },
    roles: ['agent', 'api-user'],
    createdBy: 'Maya',
    lastUsedAt: null,
  })
  const renamed = await maya.call('PUT', `${own}/${first.body.id}`, { name: 'Order database' })
  expect(renamed.body.name).toBe('Order database')
  expect((await maya.call('POST', own, {})).body.name).toBe('New Token')
  expect((await read(first.body.token)).status).toBe(200)
  const list = await maya.call('GET', own)
  expect(list.text).not.toContain(first.body.token)
  expect(list.body.items.map(({ name }: TokenResource) => name)).toEqual(['New Token', 'New Token 2', 'Order database'])
  expect(list.body.items[2].lastUsedAt).not.toBeNull()
})

it('do what their user may do now, and nothing while the user may not use the API', async () => {
  const tom = await person('Tomas', ['editor', 'api-user'])
  const { token } = (await tom.call('POST', own, { name: 'CRM' })).body
  expect((await read(token, '/api/flows')).status).toBe(200)
  await changeRoles(tom.id, ['agent', 'api-user'])
  expect([(await read(token, '/api/flows')).status, (await read(token)).status]).toEqual([403, 200])
  await changeRoles(tom.id, ['editor', 'agent'])
  expect((await read(token)).status).toBe(401)
  const listed = (await test.call('GET', '/api/tokens')).body.items.find(({ name }: TokenResource) => name === 'CRM')
  expect(listed.roles).toEqual([])
  await changeRoles(tom.id, ['administrator'])
  expect((await read(token, '/api/users')).status).toBe(200)
})

it('are taken below /api/v1 by Basic with the e-mail of their user, and with no other', async () => {
  const lea = await person('Leandra', ['agent', 'api-user'])
  const { token } = (await lea.call('POST', own, { name: 'Shop' })).body
  const byBasic = async (user: string, path = '/api/v1/webhooks') => {
    const headers = { authorization: `Basic ${Buffer.from(`${user}:${token}`).toString('base64')}` }
    return (await test.call('GET', path, { token: null, headers })).status
  }
  const others = [byBasic('tomas@example.com'), byBasic(''), byBasic(lea.email, '/api/conversations')]
  expect([await byBasic(lea.email), await byBasic(lea.email.toUpperCase())]).toEqual([200, 200])
  expect(await Promise.all(others)).toEqual([401, 401, 401])
})

it('are refused a name of nothing but spaces', async () => {
  const noa = await person('Noa', ['api-user'])
  expect((await noa.call('POST', own, { name: '  ' })).status).toBe(422)
  const { id } = (await noa.call('POST', own, { name: ' Till ' })).body
  expect((await noa.call('PUT', `${own}/${id}`, { name: ' ' })).status).toBe(422)
})

it('start flows and change as their user', async () => {
  const ana = await person('Anabel', ['editor', 'api-user'])
  const { token } = (await ana.call('POST', own, { name: 'Deploy bot' })).body
  expect((await read(token, '/triggers')).status).toBe(200)
  const folder = await test.call('POST', '/api/flows', { token, body: emptyFlow })
  expect(folder.body.modifiedBy).toBe('Anabel (Deploy bot)')
})

const emptyFlow = {
  formatVersion: 1,
  name: 'Made by a program',
  description: '',
  settings: { timeZone: 'UTC', maxSteps: 100 },
  nodes: [],
  connections: [],
  notes: [],
}

it('end with their user, at their expiry, and when they are removed by user or administrator', async () => {
  const eve = await person('Eve', ['agent', 'api-user'])
  const make = async (body: object = {}) => (await eve.call('POST', own, body)).body
  const [removed, revoked, kept] = [await make(), await make(), await make()]
  const short = await make({ expiresAt: new Date(Date.now() + ahead + 60_000).toISOString() })
  for (const { token } of [removed, revoked, kept, short]) expect((await read(token)).status).toBe(200)
  expect((await eve.call('DELETE', `${own}/${removed.id}`)).status).toBe(204)
  expect((await test.call('DELETE', `/api/tokens/${revoked.id}`)).status).toBe(204)
  ahead += 61_000
  for (const { token } of [removed, revoked, short]) expect((await read(token)).status).toBe(401)
  expect((await read(kept.token)).status).toBe(200)
  await test.call('DELETE', `/api/users/${eve.id}`)
  expect((await read(kept.token)).status).toBe(401)
})

it('are made by people who have signed in and may use the API', async () => {
  const may = await person('Mayumi', ['agent', 'api-user'])
  const { token } = (await may.call('POST', own, {})).body
  expect((await test.call('POST', own, { token, body: {} })).status).toBe(400)
  const agent = await person('Oskari', ['agent'])
  expect((await agent.call('POST', own, {})).status).toBe(403)
  const administrator = await person('Benedict', ['administrator'])
  const notOwn = await administrator.call('POST', '/api/tokens', { name: 'x', roles: ['administrator'] })
  expect([notOwn.status, notOwn.body.code]).toEqual([400, 'BAD_REQUEST'])
})

it('of others cannot be renamed or removed, except by an administrator', async () => {
  const [ida, leo] = [await person('Ida', ['api-user']), await person('Leon', ['api-user'])]
  const { id } = (await ida.call('POST', own, {})).body
  expect((await leo.call('PUT', `${own}/${id}`, { name: 'Mine' })).status).toBe(404)
  expect((await leo.call('DELETE', `${own}/${id}`)).status).toBe(404)
  expect((await leo.call('GET', own)).body.items).toEqual([])
  expect((await test.call('PUT', `/api/tokens/${id}`, { body: { name: 'Watched' } })).body.name).toBe('Watched')
})

it('stay when the password of their user changes, unlike the token for 24 hours', async () => {
  const kim = await person('Kimberly', ['editor', 'api-user'])
  const { token } = (await kim.call('POST', own, {})).body
  const signIn = { username: kim.email, password }
  const day = (await test.call('POST', '/_rest/v4/authenticate', { token: null, body: signIn })).body.token
  expect((await read(day, '/triggers')).status).toBe(200)
  const change = { currentPassword: password, newPassword: 'yet another password' }
  expect((await kim.call('PUT', '/api/session/password', change)).status).toBe(200)
  expect([(await read(token)).status, (await read(day, '/triggers')).status]).toEqual([200, 401])
})

it('that are guessed count together, whatever they were sent to', async () => {
  const peer = '203.0.113.9'
  const guess = async (method: string, path: string) =>
    (await test.call(method, path, { token: 'pb_wrong', peer })).status
  for (let round = 0; round < 100; round += 1) await guess('GET', '/api/v1/webhooks')
  expect([await guess('GET', '/api/v1/webhooks'), await guess('HEAD', '/metrics')]).toEqual([429, 429])
})

it('for 24 hours starts flows and nothing else where their user is no API User', async () => {
  const dayToken = async ({ email }: Person) =>
    (await test.call('POST', '/_rest/v4/authenticate', { token: null, body: { username: email, password } })).body.token
  const webhooks = '/api/v1/webhooks'
  const editor = await dayToken(await person('Edith', ['editor']))
  expect((await read(editor, '/triggers')).status).toBe(200)
  const refused = await read(editor, webhooks)
  expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('This token starts flows only')])
  const apiUser = await dayToken(await person('Apinya', ['editor', 'api-user']))
  expect([(await read(apiUser, '/triggers')).status, (await read(apiUser, webhooks)).status]).toEqual([200, 200])
})
