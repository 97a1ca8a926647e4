import { endpoint, shape, text } from '@patchbay/shared/api'
import { toAppError } from '@patchbay/shared/errors'
import { Hono } from 'hono'
import { beforeEach, describe, expect, it } from 'vitest'
import type { AppEnv } from '../kit/app-env.ts'
import { defineRoute } from '../kit/route.ts'
import { createIdentify } from './identify.ts'
import { mountRoutes } from './mount-routes.ts'
import { problem } from './problem.ts'

const email = 'maya@example.com'
const token = 'pb_right'
const holder = { kind: 'token', id: 't', name: 'Maya (CRM)', roles: ['api-user'], userId: 'u' } as const

let now: number
let app: Hono<AppEnv>

beforeEach(() => {
  now = 0
  const identify = createIdentify({
    credentials: {
      holder: async (given) => (given === token ? holder : undefined),
      holderOfNamed: async ({ username, password }) => (username === email && password === token ? holder : undefined),
    },
    identity: { session: async () => undefined },
    clock: () => now,
  })
  const answer = shape({ by: text() })
  const rows = ['/api/v1/things', '/api/things'].flatMap((path) => [
    endpoint({ method: 'GET', path, summary: 'Read', answer }),
    endpoint({ method: 'POST', path, summary: 'Change', answer }),
  ])
  app = new Hono<AppEnv>()
  mountRoutes(
    app,
    rows.map((row) => defineRoute(row, { access: 'api-user', handle: ({ principal }) => ({ by: principal().name }) })),
    { identify },
  )
  app.onError((error) => problem(toAppError(error), 'request'))
})

const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

function ask(path: string, authorization?: string, init: RequestInit & { headers?: Record<string, string> } = {}) {
  const headers = { ...init.headers, ...(authorization === undefined ? {} : { authorization }) }
  return app.request(path, { ...init, headers })
}

describe('below /api/v1', () => {
  it('a token is taken as Bearer, and by Basic with the e-mail of its user', async () => {
    for (const authorization of [`Bearer ${token}`, basic(email, token)]) {
      const response = await ask('/api/v1/things', authorization)
      expect([response.status, await response.json()]).toEqual([200, { by: 'Maya (CRM)' }])
    }
  })

  it('another e-mail, another token and a damaged header are wrong, and both ways to sign in are named', async () => {
    for (const authorization of [
      basic('tom@example.com', token),
      basic(email, 'pb_wrong'),
      basic(token, ''),
      'Basic x',
    ]) {
      const response = await ask('/api/v1/things', authorization)
      expect(response.status, authorization).toBe(401)
      expect(response.headers.get('www-authenticate')).toBe('Bearer realm="patchbay", Basic realm="patchbay"')
    }
    expect((await ask('/api/v1/things')).headers.get('www-authenticate')).toContain('Basic')
  })

  it('a browser that knows a Basic password sends nothing for pages of others', async () => {
    const post = (headers: Record<string, string>) =>
      ask('/api/v1/things', basic(email, token), { method: 'POST', headers })
    expect((await post({})).status).toBe(200)
    expect((await post({ origin: 'https://evil.example' })).status).toBe(403)
  })
})

it('elsewhere Basic opens nothing and is not asked for', async () => {
  const response = await ask('/api/things', basic(email, token))
  expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="patchbay"'])
  expect((await ask('/api/things', `Bearer ${token}`)).status).toBe(200)
})

it.each([basic(email, 'pb_wrong'), 'Bearer pb_wrong'])(
  'slows down who guesses with "%s"; a right token passes',
  async (wrong) => {
    const statuses: number[] = []
    for (let round = 0; round < 102; round += 1) statuses.push((await ask('/api/v1/things', wrong)).status)
    expect(statuses.slice(98)).toEqual([401, 401, 429, 429])
    expect((await ask('/api/v1/things', basic(email, token))).status).toBe(200)
    now = 61_000
    expect((await ask('/api/v1/things', wrong)).status).toBe(401)
  },
)
