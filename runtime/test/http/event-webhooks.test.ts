import type { CreatedWebhook, WebhookResource, WebhookV1 } from '@patchbay/shared/api'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Receiver, startReceiver } from '../event-webhooks/receiver.ts'
import { type HttpTest, startHttpTest } from './helpers/http-test.ts'

let test: HttpTest
let program: string
let administrator: string
let receiver: Receiver

beforeAll(async () => {
  test = await startHttpTest()
  program = await test.tokenOf('api-user')
  administrator = await test.tokenOf('administrator')
  receiver = await startReceiver()
})

afterEach(async () => {
  receiver.answerPing({ status: 200 })
  receiver.pings.length = 0
  for (const { id } of await list()) await ask('DELETE', `/api/webhooks/${id}`)
})

afterAll(async () => {
  await receiver.close()
  await test.close()
})

async function ask(method: string, path: string, body?: unknown, token = administrator): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  return test.runtime.app.request(path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

async function list(): Promise<readonly WebhookResource[]> {
  return ((await (await ask('GET', '/api/webhooks')).json()) as { items: readonly WebhookResource[] }).items
}

const v1 = (method: string, path: string, body?: unknown) => ask(method, `/api/v1/webhooks${path}`, body, program)
const errorsOf = async (response: Response) => {
  expect(response.status).toBe(400)
  return ((await response.json()) as { errors: unknown }).errors
}
const aWebhook = (change: object = {}) => ({ url: receiver.url, events: ['CONVERSATION/CREATED'], ...change })

describe('event webhooks', () => {
  it('are made with a secret that is shown once, after a PING that must be answered 200', async () => {
    receiver.answerPing({ status: 204 })
    const refused = await ask('POST', '/api/webhooks', { name: 'A', ...aWebhook() })
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([422, 'PING_FAILED'])
    expect(await list()).toEqual([])
    receiver.answerPing({ status: 200 })
    const made = await ask('POST', '/api/webhooks', {
      name: 'A',
      ...aWebhook({ username: 'u', password: 'secret-pass', headers: { 'x-key': 'secret-key' } }),
    })
    expect(made.status).toBe(201)
    const { webhook, secret } = (await made.json()) as CreatedWebhook
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(receiver.pings.map(({ event }) => event)).toEqual([{ type: 'PING' }, { type: 'PING' }])
    const shown = await (await ask('GET', `/api/webhooks/${webhook.id}`)).text()
    for (const hidden of [secret, 'secret-pass', 'secret-key']) expect(shown).not.toContain(hidden)
    expect(JSON.parse(shown)).toMatchObject({
      username: 'u',
      hasPassword: true,
      headers: ['x-key'],
      preset: 'standard',
    })
  })

  it('keep what they are when a change is refused', async () => {
    const made = await ask('POST', '/api/webhooks', { name: 'A', ...aWebhook() })
    const { webhook } = (await made.json()) as CreatedWebhook
    receiver.answerPing({ status: 500 })
    const changed = await ask('PATCH', `/api/webhooks/${webhook.id}`, { name: 'B', url: `${receiver.url}/other` })
    expect(changed.status).toBe(422)
    expect(await list()).toEqual([webhook])
    // Without another URL nothing is asked of the receiver.
    expect((await ask('PATCH', `/api/webhooks/${webhook.id}`, { name: 'B', headers: {} })).status).toBe(200)
    expect(await list()).toMatchObject([{ name: 'B' }])
  })

  it('send password and header values to another host only when they are entered again', async () => {
    const secrets = { username: 'u', password: 'secret-pass', headers: { 'x-key': 'secret-key' } }
    const made = await ask('POST', '/api/webhooks', { name: 'A', ...aWebhook(secrets), state: 'off' })
    const { webhook } = (await made.json()) as CreatedWebhook
    const other = await startReceiver()
    const change = (body: object) => ask('PATCH', `/api/webhooks/${webhook.id}`, { url: other.url, ...body })
    for (const kept of [{}, { state: 'on', headers: { 'x-key': null } }]) {
      const refused = await change(kept)
      expect(refused.status).toBe(422)
      const message = 'Enter it again: it was stored for another host and is sent nowhere else.'
      expect(((await refused.json()) as { errors: unknown }).errors).toEqual([
        { path: 'password', message },
        { path: 'headers/x-key', message },
      ])
    }
    expect(other.pings).toEqual([])
    expect((await change({ state: 'on', password: 'new-pass', headers: { 'x-key': 'new-key' } })).status).toBe(200)
    expect(other.pings.map(({ headers }) => headers['x-key'])).toEqual(['new-key'])
    await other.close()
  })

  it.each([
    ['url', { url: 'ftp://example.org' }],
    ['url', { url: 'http://example.org/' }],
    ['url', { url: 'https://me:pass@example.org/' }],
    ['events', { events: ['NO/SUCH'] }],
    ['username', { username: 'a:b', password: 'x' }],
    ['password', { username: 'a' }],
    ['headers/Host', { headers: { Host: 'a' } }],
    ['headers/webhook-id', { headers: { 'webhook-id': 'a' } }],
    ['headers/X-Forwarded-For', { headers: { 'X-Forwarded-For': 'a' } }],
    ['headers/a b', { headers: { 'a b': 'a' } }],
    ['headers/x', { headers: { x: 'ä' } }],
  ])('have no %s like %j', async (path, change) => {
    const response = await ask('POST', '/api/webhooks', { name: 'A', ...aWebhook(change) })
    expect(response.status).toBe(422)
    expect(((await response.json()) as { errors: { path: string }[] }).errors[0]?.path).toBe(path)
  })

  it.each(['https://10.0.0.1/', 'https://[::1]/', 'https://169.254.169.254/latest'])(
    'lead to no private address: %s',
    async (url) => {
      const response = await ask('POST', '/api/webhooks', { name: 'A', ...aWebhook({ url }) })
      expect(((await response.json()) as { code: string }).code).toBe('PING_FAILED')
    },
  )
})

describe('event webhooks as Gladly has them', () => {
  it('are made, read, changed and removed in its shapes', async () => {
    const credentials = { username: 'u', password: 'p', realm: 'r' }
    const made = await v1('POST', '', aWebhook({ name: 'Insight', credentials, headers: { 'x-api-key': 'k' } }))
    expect(made.status).toBe(201)
    const { id, ...webhook } = (await made.json()) as WebhookV1
    expect(made.headers.get('location')).toMatch(new RegExp(`/api/v1/webhooks/${id}$`))
    const time = expect.any(String)
    expect(webhook).toEqual({
      ...aWebhook(),
      name: 'Insight',
      enabled: false,
      hasCredentials: true,
      headerKeys: ['x-api-key'],
      createdAt: time,
      updatedAt: time,
    })
    expect(receiver.pings).toEqual([])
    expect(await (await v1('GET', '')).json()).toEqual([{ id, ...webhook }])
    expect((await list())[0]?.preset).toBe('gladly')
    expect((await v1('PATCH', `/${id}`, { enabled: true })).status).toBe(204)
    expect(receiver.pings).toHaveLength(1)
    expect(await errorsOf(await v1('DELETE', `/${id}`))).toMatchObject([{ attr: 'enabled' }])
    expect((await v1('PATCH', `/${id}`, { enabled: false })).status).toBe(204)
    expect((await v1('DELETE', `/${id}`)).status).toBe(204)
    expect((await v1('GET', `/${id}`)).status).toBe(404)
  })

  it('stay as they are when the PING to another URL fails', async () => {
    const made = await v1('POST', '', aWebhook({ enabled: true }))
    const webhook = (await made.json()) as WebhookV1
    receiver.answerPing({ status: 204 })
    const errors = await errorsOf(await v1('PATCH', `/${webhook.id}`, { url: `${receiver.url}/new`, name: 'New' }))
    expect(errors).toMatchObject([{ attr: 'url', code: 'ping_failed', detail: expect.stringContaining('200') }])
    expect(await (await v1('GET', `/${webhook.id}`)).json()).toEqual(webhook)
  })

  it('are refused with what is wrong, member by member', async () => {
    expect(await errorsOf(await v1('POST', '', {}))).toMatchObject([{ attr: 'url' }, { attr: 'events' }])
    const unknown = await errorsOf(await v1('POST', '', aWebhook({ events: ['NO/SUCH'] })))
    expect(unknown).toMatchObject([{ attr: 'events', code: 'invalid', detail: expect.stringContaining('NO/SUCH') }])
    await v1('POST', '', aWebhook())
    expect(await errorsOf(await v1('POST', '', aWebhook()))).toMatchObject([{ attr: 'url', code: 'taken' }])
  })
})
