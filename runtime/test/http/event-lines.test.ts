import { DAY_MS, MINUTE_MS } from '@patchbay/shared/time'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { storeEvents } from '../../src/store/events/store-events.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { type HttpTest, startHttpTest } from './helpers/http-test.ts'

const [ours, contact] = ['+17865550171', '+13055554200']
let http: HttpTest
let program: string
/** The clock of the product: 10 minutes ahead, so that what is stored meanwhile is long over. */
let aheadMs = 0

beforeAll(async () => {
  const database = await openTestDatabase('pglite')
  http = await startHttpTest({}, { database, now: () => new Date(Date.now() + aheadMs) })
  program = await http.tokenOf('api-user')
  await http.call('POST', '/api/numbers', { body: { number: ours } })
  await http.call('POST', '/api/simulator/messages', { body: { from: contact, to: ours, text: 'Where is it?' } })
  const { id } = (await http.call('GET', '/api/conversations')).body.items[0]
  await http.call('POST', `/api/conversations/${id}/close`)
  const many = Array.from({ length: 1_200 }, (_, version) => ({
    type: 'FLOW/DEPLOYED' as const,
    initiator: { type: 'SYSTEM' as const },
    content: { version },
  }))
  await database.kysely.transaction().execute((transaction) => storeEvents(transaction, many, new Date()))
})

afterAll(() => http.close())

async function read(query: string) {
  const answer = await http.call('GET', `/api/v1/events?${query}`, { token: program })
  const lines = answer.text.split('\n')
  return { ...answer, events: lines.slice(0, -1).map((line) => JSON.parse(line)), end: lines.at(-1) }
}

const since = (ms: number) => `startAt=${new Date(Date.now() + aheadMs - ms).toISOString()}`

describe('GET /api/v1/events', () => {
  it('leaves the last seconds for the next request', async () => {
    expect((await read(since(MINUTE_MS))).events).toEqual([])
  })

  it('answers what has happened, in its order, as JSON lines with the ids of webhooks', async () => {
    aheadMs = 10 * MINUTE_MS
    const { headers, events, end } = await read(`${since(DAY_MS)}&entities=CONVERSATION&entities=CONTACT`)
    expect(headers.get('content-type')).toContain('application/x-ndjson')
    expect(end).toBe('')
    const types = [
      'CONVERSATION/CREATED',
      'CONTACT/MESSAGE_RECEIVED',
      'CONVERSATION/CLOSED',
      'CONVERSATION_STATUS/UPDATED',
    ]
    expect(events.map(({ type }) => type)).toEqual(types)
    expect(events[1]).toMatchObject({
      id: expect.stringMatching(/^[\w-]{22}$/),
      timestamp: expect.any(String),
      initiator: { type: 'CONTACT' },
      content: { channel: 'SMS', conversationId: expect.any(String), messageId: expect.any(String) },
    })
    expect(new Set(events.map(({ id }) => id)).size).toBe(4)
  })

  it('reads on behind a page, and gives each once', async () => {
    const { events } = await read(`${since(DAY_MS)}&entities=FLOW`)
    expect(events.map(({ content }) => content.version)).toEqual(Array.from({ length: 1_200 }, (_, version) => version))
  })

  it('refuses in the form of Gladly what it cannot answer', async () => {
    const attributes = async (query: string) => {
      const { status, body } = await read(query)
      return [status, body.errors.map(({ attr, code }: { attr: string; code: string }) => `${attr} ${code}`)]
    }
    expect(await attributes(since(15 * DAY_MS))).toEqual([400, ['startAt invalid']])
    expect(await attributes('startAt=yesterday')).toEqual([400, ['startAt invalid']])
    expect(await attributes('')).toEqual([400, ['startAt invalid']])
    expect(await attributes(`${since(DAY_MS)}&endAt=${new Date(0).toISOString()}`)).toEqual([400, ['endAt invalid']])
    const [status, wrong] = await attributes(`${since(DAY_MS)}&entities=NOTHING`)
    expect(status).toBe(400)
    expect(wrong).toEqual([expect.stringMatching(/^entities.* invalid$/)])
  })
})
