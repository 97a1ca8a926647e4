import { parseJson } from '@patchbay/shared/json'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../test/helpers/database.ts'
import type { Database } from '../store/database.ts'
import { uuidv7 } from '../store/uuid.ts'
import { createSyncRepository, type SyncRepository } from './sync-repository.ts'

const [one, two] = [uuidv7(), uuidv7()]
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

describe('synchronizations in the database', () => {
  it('are worked on by one process at a time, and taken over once it says no more that it does', async () => {
    const key = await turnOn()
    expect(await repository.claim(one, now, LONG)).toMatchObject({ accountId, subject: 'contacts' })
    expect(await repository.claim(two, now, LONG)).toBeUndefined()
    await repository.renew(key, one, -1)
    expect(await repository.claim(two, now, LONG)).toMatchObject({ accountId })
    expect(await repository.claim(one, now, LONG)).toBeUndefined()
  })

  it('are none to work on while they are off, or not due', async () => {
    await repository.put({ accountId, subject: 'contacts' }, { isOn: false, dueAt: now })
    await repository.put({ accountId, subject: 'agents' }, { isOn: true, dueAt: new Date(now.getTime() + 1_000) })
    expect(await repository.claim(one, now, LONG)).toBeUndefined()
  })

  it('store nothing of a process that has lost its claim', async () => {
    const key = await turnOn()
    await repository.claim(one, now, -1)
    await repository.claim(two, now, LONG)
    let isDone = false
    const lost = await repository.step(key, one, async () => {
      isDone = true
      return { pages: 7 }
    })
    expect([lost, isDone]).toEqual([undefined, false])
    expect(await repository.step(key, two, async () => ({ pages: 1 }))).toMatchObject({ pages: 1 })
    await repository.put(key, { isOn: false }, { isTakenAway: true })
    expect(await repository.step(key, two, async () => ({ pages: 2 }))).toBeUndefined()
  })

  it('store nothing of a page that cannot be stored', async () => {
    const key = await turnOn()
    await repository.claim(one, now, LONG)
    const broken = repository.step(key, one, async (transaction) => {
      await sql`insert into directory_seen (account_id, external_id) values (${accountId}, 'c-1')`.execute(transaction)
      throw new Error('The page is broken.')
    })
    await expect(broken).rejects.toThrow('The page is broken.')
    expect((await sql`select from directory_seen`.execute(database.kysely)).rows).toEqual([])
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
