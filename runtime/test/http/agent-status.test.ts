import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { createAgentStatuses } from '../../src/inbox/agent-statuses.ts'
import { readEvents } from '../../src/store/events/read-events.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { cookieOf, origin, startHttpTest } from './helpers/http-test.ts'

it('is told with its events: signed in, away with a reason, back, signed out, and out when the session expires', async () => {
  const database = await openTestDatabase('pglite')
  const test = await startHttpTest({}, { database })
  const password = 'another long password'
  const body = { name: 'Ada', email: 'ada@example.com', password, roles: ['agent', 'viewer'] }
  const { body: user } = await test.call('POST', '/api/users', { body })
  const stateOf = async () => (await test.call('GET', '/api/agents')).body.items[0]
  expect(await stateOf()).toEqual({ id: `user:${user.id}`, name: 'Ada', state: 'signed-out', reason: '' })

  const signIn = () =>
    test.call('POST', '/api/session', {
      token: null,
      headers: { origin },
      body: { email: body.email, password },
      peer: '10.2.0.1',
    })
  const [cookie, second] = [cookieOf(await signIn()), cookieOf(await signIn())]
  const asAda = (method: string, path: string, sent?: unknown, with_ = cookie) =>
    test.call(method, path, {
      token: null,
      headers: { cookie: with_, origin },
      ...(sent === undefined ? {} : { body: sent }),
    })
  expect((await stateOf()).state).toBe('available')
  await asAda('PUT', '/api/agent-status', { isAway: true, reason: ' Lunch ' })
  expect(await stateOf()).toMatchObject({ state: 'away', reason: 'Lunch' })
  await asAda('PUT', '/api/agent-status', { isAway: true, reason: 'Lunch' })
  expect((await asAda('PUT', '/api/agent-status', { isAway: false })).body).toEqual({ state: 'available', reason: '' })
  await asAda('DELETE', '/api/session')
  expect((await asAda('GET', '/api/agent-status', undefined, second)).body.state).toBe('available')
  await asAda('DELETE', '/api/session', undefined, second)
  expect((await stateOf()).state).toBe('signed-out')

  await signIn()
  const statuses = createAgentStatuses(database, () => new Date())
  await statuses.signOutExpired()
  expect((await stateOf()).state).toBe('available')
  await sql`update auth_session set expires_at = now() - interval '1 minute'`.execute(database.kysely)
  await statuses.signOutExpired()
  expect((await stateOf()).state).toBe('signed-out')
  expect((await test.call('GET', '/api/agent-status')).status).toBe(400)

  const range = { from: new Date(0), until: new Date(Date.now() + 60_000), limit: 100 }
  const all = await readEvents(database.kysely, range)
  const rows = all.filter(({ type }) => type.startsWith('AGENT_STATUS/'))
  expect(rows.map(({ type }) => type)).toEqual([
    'AGENT_STATUS/LOGGED_IN',
    'AGENT_STATUS/WENT_AWAY',
    'AGENT_STATUS/RETURNED_FROM_AWAY',
    'AGENT_STATUS/LOGGED_OUT',
    'AGENT_STATUS/LOGGED_IN',
    'AGENT_STATUS/LOGGED_OUT',
  ])
  expect(rows[1]?.content).toMatchObject({ agentId: user.id, awayReason: 'Lunch' })
  expect(rows[2]?.content.awayAt).toEqual(expect.any(String))
  await test.close()
})
