import { randomUUID } from 'node:crypto'
import { isFinal } from '@patchbay/shared/api'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contactConversation, userConversation } from '../../src/bots/conversation-name.ts'
import type { Database } from '../../src/store/database.ts'
import { uuidv7 } from '../../src/store/uuid.ts'
import { eventually } from '../helpers/eventually.ts'
import { type AskingNumber, startAskingNumber } from './helpers/asking-number.ts'
import type { HttpTest } from './helpers/http-test.ts'

const dana = '+13055550119'
/** What stands in everything that the contact has said or that was noted, so that every copy can be found. */
const marker = 'zanzibar'
/** A number among its fields. */
const loyaltyPoints = 88_412_317
let http: HttpTest
let database: Database
let agent: string
let says: AskingNumber['says']
let contactOf: AskingNumber['contactOf']
let isWaiting: AskingNumber['isWaiting']

beforeAll(async () => {
  ;({ http, database, agent, says, contactOf, isWaiting } = await startAskingNumber())
})
afterAll(() => http.close())

/** Every place of the database in which a text stands, as `table.column`. */
async function placesOf(text: string): Promise<readonly string[]> {
  const { rows: columns } = await sql<{ readonly place: string; readonly table: string; readonly column: string }>`
    select c.table_schema || '.' || c.table_name as "table", c.column_name as "column",
      c.table_name || '.' || c.column_name as place
    from information_schema.columns as c join information_schema.tables as t using (table_schema, table_name)
    where table_schema in ('public', 'pgboss') and t.table_type = 'BASE TABLE'
      and c.data_type in ('text', 'json', 'jsonb', 'bytea', 'tsvector', 'character varying', 'ARRAY')
    order by 1, 2`.execute(database.kysely.withoutPlugins())
  const found: string[] = []
  for (const { table, column, place } of columns) {
    const { rows } = await sql`select from ${sql.table(table)}
      where strpos(lower(${sql.ref(column)}::text), ${text}) > 0
        or strpos(lower(${sql.ref(column)}::text), ${Buffer.from(text).toString('hex')}) > 0 limit 1`.execute(
      database.kysely.withoutPlugins(),
    )
    if (rows.length > 0) found.push(place)
  }
  return found
}

/** Where copies stand besides those that the steps of this test make by themselves. */
const copies = [
  'callback_log.items',
  'media.name',
  'media_part.bytes',
  'run.wait',
  'vonage_parts.parts',
  'watson_session.session',
  'zapier_delivery.item',
  'zapier_item.item',
]

/**
 * Stores what a busy installation keeps of a contact: the last calls of its account, parts of a long text, a file, items for
 * Zapier, and a run for many contacts that has started the run of this one and waits. Returns its id.
 */
async function plantCopies(runId: string): Promise<string> {
  const [account, parent, file] = [randomUUID(), uuidv7(), uuidv7()]
  const word = { name: `DANA ${marker.toUpperCase()}`, points: loyaltyPoints, other: 'Cleo' }
  const item = (id: string) => JSON.stringify({ id, event: 'case', time: '2026-11-20T12:00:00.000Z', ...word })
  const events = [
    {
      id: '1',
      at: '2026-11-20T12:00:00.000Z',
      verdict: 'accepted',
      text: 'A message.',
      from: '+1 305 555 0119',
      runId,
    },
    { id: '2', at: '2026-11-20T12:00:00.000Z', verdict: 'ignored', text: `Odd: Dana ${marker}`, runId: null },
  ]
  const wait = { kind: 'action', startedAt: '2026-11-20T12:00:00.000Z', attempts: [], state: { step: 1 } }
  const link = JSON.stringify({ nodeId: 2, visit: 1, item: 0, isAwaited: false, steps: 1 })
  const statements = [
    sql`insert into account (id, type, name, properties, secrets, created_at, modified_at, modified_by)
      values (${account}, 'zapier', 'Zaps', '{}', '{}', now(), now(), '')`,
    sql`insert into callback_log (account_id, items) values (${account}, ${JSON.stringify(events)}::json)`,
    sql`insert into vonage_parts (account_id, contact, address, ref, total, parts, begun_at)
      values (${account}, ${dana.slice(1)}, '17865550100', '17', 2, ${JSON.stringify({ 1: { id: 'a', text: marker } })}::jsonb,
        now())`,
    sql`insert into watson_session (account_id, conversation, session, used_at)
      values (${account}, ${contactConversation(account, { channel: 'sms', value: dana })}, ${marker}, now()),
        (${account}, ${userConversation(account, `${marker}@example.com`)}, ${marker}, now())`,
    sql`insert into run (id, flow_id, version, epoch, status, trigger_node_id, trigger_type, input, waiting_for, wait)
      select ${parent}, flow_id, version, 1, 'waiting', 1, 'api', '{}', 'time',
        ${JSON.stringify({ ...wait, people: { contact: { name: `Dana ${marker}` } } })}::json from run where id = ${runId}`,
    sql`update run set parent_id = ${parent}, parent = ${link}::json where id = ${runId}`,
    sql`insert into media (id, name, run_id, state) values (${file}, ${`${marker}.jpg`}, ${runId}, 'stored')`,
    sql`insert into media_part (media_id, number, bytes) values (${file}, 0, ${Buffer.from(marker)})`,
    ...[runId, parent].flatMap((run, place) => [
      sql`insert into zapier_item (account_id, seq, id, event, item, at, end_byte)
        values (${account}, ${place}, ${`${run}.2.1`}, 'case', ${item(`${run}.2.1`)}, now(), 0)`,
      sql`insert into zapier_delivery (id, account_id, key, host, event, item, status, due_at, created_at)
        values (${randomUUID()}, ${account}, ${`${run}.2.1 hook`}, 'hooks', 'case', ${item(`${run}.2.1`)}, 'waiting',
          now() + interval '1 day', now())`,
    ]),
  ]
  for (const statement of statements) await statement.execute(database.kysely)
  return parent
}

describe('erasing a contact', () => {
  it('leaves no copy of what was said in any table, and honours the opt-out all the same', async () => {
    const first = await says(dana, `My word is ${marker}`)
    await isWaiting(first)
    const { id } = await contactOf('5550119')
    const body = {
      fields: { name: `Dana ${marker}`, email: `${marker}@example.com`, title: marker, points: loyaltyPoints },
    }
    await http.call('POST', '/api/contact-fields', { body: { key: 'points', label: 'Points', kind: 'number' } })
    await http.call('PATCH', `/api/contacts/${id}`, { token: agent, body })
    await http.call('PATCH', `/api/contacts/${id}`, {
      token: agent,
      body: { externalIds: [{ source: 'crm', externalId: `${marker}-1` }] },
    })
    const listed = await http.call('GET', `/api/conversations?contact=${id}`)
    const [conversation] = listed.body.items
    await http.call('POST', `/api/conversations/${conversation.id}/notes`, { token: agent, body: { text: marker } })
    const answer = { id: randomUUID(), content: { text: `Answer ${marker}` } }
    await http.call('POST', `/api/conversations/${conversation.id}/answers`, { token: agent, body: answer })
    await http.call('PUT', '/api/consent', { body: { channel: 'sms', contact: dana, state: 'out' } })
    const parentId = await plantCopies(first.runId ?? '')
    expect((await placesOf(marker)).length).toBeGreaterThan(5)
    for (const place of copies) expect(await placesOf(marker)).toContain(place)

    const announced = await http.call('GET', `/api/contacts/${id}/erasure`)
    expect(announced.body).toMatchObject({ conversations: 1, runs: 1, openRuns: 1 })
    const erased = await eventually(async () => {
      const tried = await http.call('DELETE', `/api/contacts/${id}`)
      return tried.status === 200 && tried
    })
    expect(erased.body).toMatchObject({ conversations: 1, runs: 1 })
    expect(await placesOf(marker)).toEqual([])
    expect(await placesOf(String(loyaltyPoints))).toEqual([])
    for (const spelling of [dana, dana.slice(1), '+1 305 555 0119']) expect(await placesOf(spelling)).toEqual([])
    const { rows: waits } = await sql`select wait from run where id = ${parentId}`.execute(database.kysely)
    expect(waits).toEqual([{ wait: expect.objectContaining({ kind: 'action', state: { step: 1 } }) }])
    const { rows: sent } = await sql`select status, item from zapier_delivery order by status`.execute(database.kysely)
    expect(sent).toMatchObject([
      { status: 'failed', item: expect.stringContaining('"event":"case"') },
      { status: 'waiting', item: expect.stringContaining('"other":"Cleo"') },
    ])
    expect((await http.call('GET', `/api/contacts/${id}`)).status).toBe(404)

    const run = (await http.call('GET', `/api/runs/${first.runId}`)).body
    expect(isFinal(run.status)).toBe(true)
    expect(run).toMatchObject({ contact: null })
    const { rows } = await sql`select action, subject, detail from audit_entry`.execute(database.kysely)
    expect(rows).toMatchObject([{ action: 'contact-erased', subject: id, detail: { conversations: 1 } }])
    const { rows: events } = await sql`select content from event where type = 'CUSTOMER_PROFILE/DELETED'`.execute(
      database.kysely,
    )
    expect(events).toEqual([{ content: { customerId: id } }])

    const { body: consents } = await http.call('GET', '/api/consent?state=out')
    expect(consents.items).toMatchObject([{ contact: '', state: 'out', detail: '' }])
    await says(dana, 'Hello again')
    expect(await contactOf('5550119')).toMatchObject({ points: [{ consent: 'out' }], fields: {} })
  })

  it('takes an address and an id out of the history of the contact that had them before', async () => {
    const [number, externalId] = ['+13055550184', 'Q-7']
    const change = (id: string, body: object) => http.call('PATCH', `/api/contacts/${id}`, { token: agent, body })
    const points = [{ channel: 'sms', value: number }]
    const externalIds = [{ source: 'crm', externalId }]
    const fields = { name: 'Ada', title: 'Q-7 and more' }
    const { body: before } = await http.call('POST', '/api/contacts', { body: { fields, points, externalIds } })
    await isWaiting(await says(number, 'Hello'))
    await change(before.id, { removePoints: [before.points[0].id], removeExternalIds: externalIds })
    const { id } = await contactOf(number)
    expect(id).not.toBe(before.id)
    await change(id, { externalIds })
    await eventually(async () => (await http.call('DELETE', `/api/contacts/${id}`)).status === 200)
    for (const spelling of [number, number.slice(1), '"q-7"']) expect(await placesOf(spelling)).toEqual([])
    expect((await http.call('GET', `/api/contacts/${before.id}`)).body).toMatchObject({ fields, points: [] })
    const { body: history } = await http.call('GET', `/api/contacts/${before.id}/history`)
    expect(history.items.at(-1)).toMatchObject({
      what: 'created',
      fields: expect.arrayContaining([expect.objectContaining({ to: 'Q-7 and more' })]),
    })
  })

  it('waits until an answer under way is sent', async () => {
    const { id, conversation } = await talking('+13055550182')
    await sql`insert into answer (id, place, conversation_id, author, content, state)
      values (${randomUUID()}, ${randomUUID()}, ${conversation}, 'user:me', '{"text":"Just a moment"}', 'sending')`.execute(
      database.kysely,
    )
    const busy = await http.call('DELETE', `/api/contacts/${id}`)
    expect(busy.body).toMatchObject({ status: 409, code: 'CONTACT_BUSY' })
    expect(busy.text).toContain('Try again')
    expect((await http.call('GET', `/api/conversations?contact=${id}`)).body.items).toHaveLength(1)
    await sql`update answer set state = 'failed' where conversation_id = ${conversation}`.execute(database.kysely)
    expect((await http.call('DELETE', `/api/contacts/${id}`)).status).toBe(200)
  })

  it('takes requests about the contact out of the logs of webhooks, and leaves others', async () => {
    const { id, conversation } = await talking('+13055550183')
    const webhook = randomUUID()
    const attempts = { [id]: randomUUID(), [conversation]: randomUUID(), [randomUUID()]: randomUUID() }
    await sql`insert into event_subscriber (id, kind, types, is_active) values (${webhook}, 'webhook', '{}', false)`.execute(
      database.kysely,
    )
    await sql`insert into event_webhook (id, name, url, state, preset, is_strict, includes_text, hold_days, header_names, sealed,
        created_at, updated_at)
      values (${webhook}, 'Log', 'https://example.com', 'off', 'standard', false, false, 1, '[]', '', now(), now())`.execute(
      database.kysely,
    )
    for (const [about, attempt] of Object.entries(attempts)) {
      await sql`insert into event_attempt (id, webhook_id, event_id, type, outcome, tries, duration_ms, request)
        values (${attempt}, ${webhook}, ${attempt}, 'CONTACT/MESSAGE_RECEIVED', 'delivered', 1, 5,
          ${JSON.stringify({ body: `{"content":{"id":"${about}"}}` })}::json)`.execute(database.kysely)
    }
    const erased = await eventually(async () => {
      const tried = await http.call('DELETE', `/api/contacts/${id}`)
      return tried.status === 200 && tried
    })
    expect(erased.body).toMatchObject({ conversations: 1 })
    const { rows } = await sql<{ readonly id: string }>`select id from event_attempt`.execute(database.kysely)
    expect(rows.map((row) => row.id)).toEqual([Object.values(attempts)[2]])
  })

  /** A contact whose run waits for an answer. */
  async function talking(number: string): Promise<{ readonly id: string; readonly conversation: string }> {
    await isWaiting(await says(number, 'Hello'))
    const { id } = await contactOf(number)
    const { body } = await http.call('GET', `/api/conversations?contact=${id}`)
    return { id, conversation: body.items[0].id }
  }
})
