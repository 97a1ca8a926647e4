import { readdirSync } from 'node:fs'
import { type Endpoint, endpointGroups, type Role, roles } from '@patchbay/shared/api'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refuseStrayRoutes } from '../../src/http/mount-routes.ts'
import type { AppEnv } from '../../src/kit/app-env.ts'
import { type HttpTest, origin, startHttpTest } from './helpers/http-test.ts'

let test: HttpTest
const tokens = new Map<string, string>()

/** Each role alone, and sets in which the roles add up. */
const sets: readonly (readonly Role[])[] = [
  ...roles.map((role) => [role]),
  ['agent', 'viewer'],
  ['agent', 'api-user'],
  ['viewer', 'api-user'],
  ['editor', 'api-user'],
  ['administrator', 'agent', 'api-user'],
]

beforeAll(async () => {
  test = await startHttpTest()
  for (const held of sets) tokens.set(String(held), await test.tokenOf(...held))
})

afterAll(() => test.close())

/** Written out: what `access` of a route means for each role. */
const mayCall: Readonly<Record<string, readonly Role[]>> = {
  person: ['administrator', 'editor', 'agent', 'viewer', 'api-user'],
  viewer: ['administrator', 'editor', 'viewer'],
  agent: ['administrator', 'editor', 'agent'],
  editor: ['administrator', 'editor'],
  administrator: ['administrator'],
  'api-user': ['administrator', 'api-user'],
  'api-docs': ['administrator', 'editor', 'viewer', 'api-user'],
}
const nobodysId = '00000000-0000-7000-8000-000000000000'

/** The status alone: an event stream never ends by itself. */
async function statusOf(method: string, path: string, token: string | undefined): Promise<number> {
  const address = path
    .replace(/:version/, '1')
    // The one kind of choices that a viewer may see; others need an editor.
    .replace(/:source/, 'accounts.x')
    .replaceAll(/:\w+(?=\/|$)/g, nobodysId)
  const headers = token === undefined ? { origin } : { authorization: `Bearer ${token}` }
  const response = await test.runtime.app.request(address, { method, headers })
  await response.body?.cancel()
  return response.status
}

/** What integrations keep in their folders because somebody else chose the paths. */
async function dictatedEndpoints(): Promise<readonly Endpoint[]> {
  const folder = new URL('../../src/integrations/', import.meta.url)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('/endpoints.ts'),
  )
  const modules = await Promise.all(files.map((file): Promise<object> => import(new URL(file, folder).href)))
  return modules.flatMap((module) => Object.values(module)).flatMap((exported) => Object.values<Endpoint>(exported))
}

describe('the route table', () => {
  it('lets the roles of each row in and nobody else, each alone and in sets', async () => {
    const guarded = test.runtime.routes.filter(({ access }) => access !== 'public' && access !== 'trigger')
    expect(guarded.length).toBeGreaterThan(30)
    for (const { method, path, access } of guarded) {
      const row = `${method} ${path}`
      expect(await statusOf(method, path, undefined), `${row} by nobody`).toBe(401)
      for (const held of sets) {
        const status = await statusOf(method, path, tokens.get(String(held)))
        const by = `${row} by ${held.join(' + ')}`
        if (held.some((role) => mayCall[access]?.includes(role))) expect([401, 403, 500], by).not.toContain(status)
        else expect(status, by).toBe(403)
      }
    }
  })

  it('is the matrix of routes and roles that is written out beside this test', async () => {
    const rows = test.runtime.routes
      .filter(({ access }) => access !== 'public' && access !== 'trigger')
      .map(({ method, path, access }) => {
        const marks = roles.map((role) => (mayCall[access]?.includes(role) ? '  x' : '  .')).join('')
        return `${marks}  ${method} ${path}`
      })
    const head =
      'Columns: administrator, editor, agent, viewer, api-user. Written by "vitest run -u" over access.test.ts: read the change.'
    const text = `${head}\n\n${rows.toSorted((a, b) => (a.slice(17) < b.slice(17) ? -1 : 1)).join('\n')}\n`
    await expect(text).toMatchFileSnapshot('./routes-and-roles.txt')
  })

  it('lets an agent into the inbox, to contacts and to what concerns themselves, and nowhere else', () => {
    const theirs = test.runtime.routes.filter(({ access }) => access === 'agent' || access === 'person')
    expect([...new Set(theirs.map(({ path }) => path))].sort()).toEqual([
      '/api/agent-status',
      '/api/agents',
      '/api/catalog',
      '/api/contact-fields',
      '/api/contacts',
      '/api/contacts/:id',
      '/api/contacts/:id/history',
      '/api/contacts/:id/interactions',
      '/api/contacts/:id/interactions/:accountId',
      '/api/contacts/:id/merge',
      '/api/contacts/count',
      '/api/conversations',
      '/api/conversations/:id',
      '/api/conversations/:id/answers',
      '/api/conversations/:id/assign',
      '/api/conversations/:id/close',
      '/api/conversations/:id/flows',
      '/api/conversations/:id/hand-back',
      '/api/conversations/:id/items',
      '/api/conversations/:id/notes',
      '/api/conversations/:id/presence/:session',
      '/api/conversations/:id/read',
      '/api/conversations/:id/reopen',
      '/api/conversations/:id/snooze',
      '/api/conversations/:id/take',
      '/api/conversations/:id/templates',
      '/api/conversations/:id/topics',
      '/api/conversations/addresses',
      '/api/conversations/counts',
      '/api/conversations/search',
      '/api/events',
      // The icon of an integration stands beside what happened with a contact.
      '/api/integrations/:name/pictures/:digest',
      '/api/media',
      '/api/saved-replies',
      '/api/saved-replies/:id',
      '/api/session/password',
      '/api/sessions',
      '/api/topics',
    ])
  })

  it('leaves open only what somebody without an account needs', () => {
    const open = test.runtime.routes.filter(({ access }) => access === 'public')
    expect(open.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'DELETE /api/session',
      'GET /*',
      'GET /api/session',
      'GET /api/setup',
      'GET /healthz',
      // By a signed address that ends.
      'GET /media/:file',
      'GET /metrics',
      'GET /readyz',
      'POST /api/password-reset',
      'POST /api/session',
      'POST /api/setup',
    ])
  })

  it('asks triggers for their own credential', () => {
    const rows = test.runtime.routes.filter(({ access }) => access === 'trigger').map(({ path }) => path)
    expect([...new Set(rows)].filter((path) => path.startsWith('/api'))).toEqual([])
  })

  it('holds every route of the app', () => {
    expect(() => refuseStrayRoutes(test.runtime.app, test.runtime.routes)).not.toThrow()
  })

  it('refuses an app with a route that has no row', () => {
    const app = new Hono<AppEnv>()
    app.get('/api/back-door', (context) => context.text('hello'))
    expect(() => refuseStrayRoutes(app, test.runtime.routes)).toThrow('GET /api/back-door')
  })

  it('is made of endpoints: those of shared/src/api, and those that other systems dictate', async () => {
    const own = Object.values(endpointGroups).flatMap((group) => Object.values<Endpoint>(group))
    const dictated = await dictatedEndpoints()
    const nameOf = ({ method, path }: Endpoint) => `${method} ${path}`
    const rows = test.runtime.routes.map(({ endpoint }) => endpoint)
    expect(rows.filter((row) => !own.includes(row) && !dictated.includes(row)).map(nameOf)).toEqual([])
    expect(own.filter((endpoint) => !rows.includes(endpoint)).map(nameOf)).toEqual([])
  })

  it('has each address once', () => {
    const rows = test.runtime.routes.map(({ method, path }) => `${method} ${path}`)
    expect(new Set(rows).size).toBe(rows.length)
  })
})

describe('bearer tokens', () => {
  // A token as a password of Basic opens /api/v1 only, so it is as wrong as the others here.
  it.each(['Bearer wrong', 'Bearer pb_wrong', 'Basic bWF5YTp4', 'operator-token-0123456789abcdef', 'Bearer'])(
    'refuses "%s"',
    async (authorization) => {
      const answer = await test.call('GET', '/api/flows', { token: null, headers: { authorization } })
      expect(answer.status).toBe(401)
      expect(answer.body.code).toBe('INVALID_TOKEN')
      expect(answer.headers.get('www-authenticate')).toContain('Bearer')
    },
  )

  it('stop working when they are removed', async () => {
    const created = await test.call('POST', '/api/tokens', { body: { name: 'short', roles: ['viewer'] } })
    expect((await test.call('GET', '/api/flows', { token: created.body.token })).status).toBe(200)
    expect((await test.call('DELETE', `/api/tokens/${created.body.id}`)).status).toBe(204)
    expect((await test.call('GET', '/api/flows', { token: created.body.token })).status).toBe(401)
  })

  it('are listed without their text, and may be made with one role as before', async () => {
    const created = await test.call('POST', '/api/tokens', { body: { name: 'listed', role: 'editor' } })
    const list = await test.call('GET', '/api/tokens')
    expect(list.text).not.toContain(created.body.token)
    expect(list.body.items[0]).toMatchObject({
      name: 'listed',
      user: null,
      roles: ['editor'],
      createdBy: 'Automation',
      expiresAt: null,
    })
  })

  it('end at their expiry', async () => {
    let ahead = 0
    const own = await startHttpTest({}, { now: () => new Date(Date.now() + ahead) })
    const expiresAt = new Date(Date.now() + 60_000).toISOString()
    const created = await own.call('POST', '/api/tokens', { body: { name: 'x', roles: ['viewer'], expiresAt } })
    expect((await own.call('GET', '/api/flows', { token: created.body.token })).status).toBe(200)
    ahead = 61_000
    expect((await own.call('GET', '/api/flows', { token: created.body.token })).status).toBe(401)
    await own.close()
  })

  it('cannot be made for the past', async () => {
    const body = { name: 'x', roles: ['viewer'], expiresAt: '2020-01-01T00:00:00Z' }
    const answer = await test.call('POST', '/api/tokens', { body })
    expect(answer.status).toBe(422)
    expect(answer.body.errors).toEqual([{ path: 'expiresAt', message: 'This must be a time in the future.' }])
  })
})
