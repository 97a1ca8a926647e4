import { parseJson } from '@patchbay/shared/json'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { databaseKind, openTestDatabase } from '../../test/helpers/database.ts'
import { eventually } from '../../test/helpers/eventually.ts'
import type { Database } from '../store/database.ts'
import { uuidv7 } from '../store/uuid.ts'
import { type ClaimedSync, createSyncRepository, type SyncRepository } from './sync-repository.ts'

const LONG = 60_000
let database: Database
let repository: SyncRepository
let accountId: string
const now = new Date()

beforeAll(async () => {
  database = await openTestDatabase()
  repository = createSyncRepository(database.kysely)
})
afterAll(() => database.close())

beforeEach(async () => {
  accountId = uuidv7()
  await sql`delete from account`.execute(database.kysely)
  await sql`insert into account (id, type, name, properties, secrets, created_at, modified_at, modified_by)
    values (${accountId}, 'bridge:crm', 'CRM', '{}', '{}', now(), now(), 'user:me')`.execute(database.kysely)
})

const turnOn = () => repository.put({ accountId, subject: 'contacts' }, { isOn: true, dueAt: now })

async function claimed(leaseMs = LONG): Promise<ClaimedSync> {
  return (await repository.claim(now, leaseMs)) ?? expect.unreachable('There is none to claim.')
}

describe('synchronizations in the database', () => {
  it('are worked on by one worker at a time, and taken over once it says no more that it does', async () => {
    await turnOn()
    const first = await claimed()
    expect(first).toMatchObject({ accountId, subject: 'contacts' })
    expect(await repository.claim(now, LONG)).toBeUndefined()
    await repository.renew(first, -1)
    const second = await claimed()
    await repository.release(first)
    await repository.renew(first, -1)
    expect(await repository.claim(now, LONG)).toBeUndefined()
    await repository.release(second)
    expect(await repository.claim(now, LONG)).toMatchObject({ accountId })
  })

  it('are none to work on while they are off, or not due', async () => {
    await repository.put({ accountId, subject: 'contacts' }, { isOn: false, dueAt: now })
    await repository.put({ accountId, subject: 'agents' }, { isOn: true, dueAt: new Date(now.getTime() + 1_000) })
    expect(await repository.claim(now, LONG)).toBeUndefined()
  })

  it('store nothing of a worker that has lost its claim, also when the same process has claimed again', async () => {
    const key = await turnOn()
    const first = await claimed(-1)
    const second = await claimed()
    let isDone = false
    const lost = await repository.step(first, async () => {
      isDone = true
      return { pages: 7 }
    })
    expect([lost, isDone]).toEqual([undefined, false])
    expect(await repository.step(second, async () => ({ pages: 1 }))).toMatchObject({ pages: 1 })
    await repository.put(key, { dueAt: now }, { isTakenAway: true })
    expect(await repository.step(second, async () => ({ pages: 2 }))).toBeUndefined()
    const third = await claimed()
    expect(await repository.step(second, async () => ({ pages: 2 }))).toBeUndefined()
    expect(await repository.step(third, async () => ({ pages: 3 }))).toMatchObject({ pages: 3 })
  })

  it('are free again at the start of the only process', async () => {
    await turnOn()
    await claimed()
    await repository.releaseAll()
    expect(await repository.claim(now, LONG)).toMatchObject({ accountId })
  })

  it('store nothing of a page that cannot be stored', async () => {
    await turnOn()
    const broken = repository.step(await claimed(), async (transaction) => {
      await sql`insert into directory_seen (account_id, external_id) values (${accountId}, 'c-1')`.execute(transaction)
      throw new Error('The page is broken.')
    })
    await expect(broken).rejects.toThrow('The page is broken.')
    expect((await sql`select from directory_seen`.execute(database.kysely)).rows).toEqual([])
  })

  it.runIf(databaseKind === 'postgres')('let their account be deleted while a page is stored', async () => {
    await turnOn()
    const begun = Promise.withResolvers<void>()
    const stored = repository.step(await claimed(), async (transaction) => {
      begun.resolve()
      await eventually(async () => {
        const waiting = await sql`select from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`.execute(transaction)
        return waiting.rows.length > 0
      })
      await sql`insert into directory_seen (account_id, external_id) values (${accountId}, 'c-1')`.execute(transaction)
      return { pages: 1 }
    })
    await begun.promise
    const removed = sql`delete from account where id = ${accountId}`.execute(database.kysely)
    const [page] = await Promise.all([stored, removed])
    expect(page).toMatchObject({ pages: 1 })
    expect(await repository.list(accountId)).toEqual([])
  })

  it.each([
    '"2012-11-20 23:01:00 UTC"',
    '9007199254740993',
    '7',
    '{"context":null,"offset":""}',
    '{"a":"\\u0000\\ud800"}',
  ])('keep what goes back to a service as it came: %s', async (text) => {
    const json = parseJson(text)
    await repository.put({ accountId, subject: 'contacts' }, { checkpoint: json, run: json })
    const [record] = await repository.list(accountId)
    expect([record?.checkpoint, record?.run]).toEqual([json, json])
  })

  it('go with their account', async () => {
    await turnOn()
    await sql`delete from account where id = ${accountId}`.execute(database.kysely)
    expect(await repository.list(accountId)).toEqual([])
  })
})
