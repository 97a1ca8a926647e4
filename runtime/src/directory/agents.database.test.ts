import type { BridgeAgent } from '@patchbay/shared/bridges'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { openTestDatabase } from '../../test/helpers/database.ts'
import type { Database } from '../store/database.ts'
import { uuidv7 } from '../store/uuid.ts'
import { type AccountAgentService, createAccountAgents } from './account-agents.ts'
import { type AgentRepository, createAgentRepository, markUnseenAgents, storeAgents } from './agent-repository.ts'

const page = { limit: 50 }
let database: Database
let repository: AgentRepository
let agents: AccountAgentService
let accountId: string
let day = 0

beforeAll(async () => {
  database = await openTestDatabase()
  repository = createAgentRepository(database.kysely)
  agents = createAccountAgents({
    agents: repository,
    accounts: {
      find: (id) => database.kysely.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst(),
    },
  })
})
afterAll(() => database.close())

beforeEach(async () => {
  accountId = uuidv7()
  await sql`delete from auth_user`.execute(database.kysely)
  await sql`insert into account (id, type, name, properties, secrets, created_at, modified_at, modified_by)
    values (${accountId}, 'bridge:crm', 'CRM', '{}', '{}', now(), now(), 'user:me')`.execute(database.kysely)
})

function addUser(id: string, email: string) {
  return sql`insert into auth_user (id, name, email) values (${id}, ${id}, ${email})`.execute(database.kysely)
}

const rui: BridgeAgent = { id: 'u-1', isNumber: false, name: 'Rui', email: 'Rui@Northwind.example' }
const mara: BridgeAgent = { id: '9007199254740993', isNumber: true, name: 'Mara', email: 'mara@northwind.example' }
const ola: BridgeAgent = { id: '7', isNumber: true, name: 'Ola', email: 'ola@northwind.example' }

/** A whole synchronization. Returns what its pages did, and how many agents it misses. */
function synchronize(...pages: readonly (readonly BridgeAgent[])[]) {
  const beganAt = new Date(Date.UTC(2026, 0, 1 + day++))
  return database.kysely.transaction().execute(async (transaction) => {
    const done = []
    for (const one of pages) done.push(await storeAgents(transaction, { accountId, beganAt }, one))
    return { done, unseen: await markUnseenAgents(transaction, { accountId, beganAt, at: beganAt }) }
  })
}

async function listed(state?: Parameters<AccountAgentService['list']>[1]) {
  const { items } = await agents.list(accountId, state, page)
  return items.map(({ name, state, user, matchedBy }) => [name, state, user?.id, matchedBy])
}

it('an agent is the user with the same e-mail address, whatever its case, and at once with one who comes later', async () => {
  await addUser('rui', 'rui@northwind.example')
  await synchronize([rui, mara])
  expect(await listed()).toEqual([
    ['Mara', 'unmatched', undefined, null],
    ['Rui', 'matched', 'rui', 'email'],
  ])
  await addUser('mara', 'Mara@northwind.example')
  expect(await listed('matched')).toHaveLength(2)
  await sql`update auth_user set email = 'other@northwind.example' where id = 'rui'`.execute(database.kysely)
  expect(await listed('unmatched')).toEqual([['Rui', 'unmatched', undefined, null]])
})

it('no synchronization changes what a person has said, and a removed user is given up', async () => {
  await addUser('rui', 'rui@northwind.example')
  await addUser('boss', 'boss@northwind.example')
  await synchronize([rui, ola])
  expect(await agents.match(accountId, 'u-1', { userId: 'boss' })).toMatchObject({ matchedBy: 'person' })
  expect(await agents.match(accountId, '7', { userId: null, isIgnored: true })).toMatchObject({ state: 'ignored' })
  await addUser('ola', 'ola@northwind.example')
  await synchronize([rui, { ...ola, name: 'Ola B' }])
  expect(await listed()).toEqual([
    ['Ola B', 'ignored', undefined, null],
    ['Rui', 'matched', 'boss', 'person'],
  ])
  await sql`delete from auth_user where id = 'boss'`.execute(database.kysely)
  expect(await listed('matched')).toEqual([['Rui', 'matched', 'rui', 'email']])
  expect(await agents.match(accountId, '7', { userId: null })).toMatchObject({ state: 'matched', matchedBy: 'email' })
})

it('counts what pages bring, and marks who is missing until they are back', async () => {
  expect(await synchronize([rui, mara], [ola])).toEqual({
    done: [
      { added: 2, changed: 0, unchanged: 0 },
      { added: 1, changed: 0, unchanged: 0 },
    ],
    unseen: 0,
  })
  expect(await synchronize([rui, { ...mara, name: 'Mara Q' }])).toEqual({
    done: [{ added: 0, changed: 1, unchanged: 1 }],
    unseen: 1,
  })
  expect(await listed('unseen')).toEqual([['Ola', 'unseen', undefined, null]])
  expect((await synchronize([rui, mara])).unseen).toBe(0)
  expect((await agents.list(accountId, undefined, page)).counts).toEqual({
    matched: 0,
    unmatched: 2,
    ignored: 0,
    unseen: 1,
  })
  const { done } = await synchronize([ola], [ola, rui])
  expect(done).toEqual([
    { added: 0, changed: 1, unchanged: 0 },
    { added: 0, changed: 0, unchanged: 2 },
  ])
  expect(await listed('unseen')).toEqual([['Mara', 'unseen', undefined, null]])
})

it('gives the id of a user back as it came, number or text, and none of who is missing or ignored', async () => {
  for (const id of ['rui', 'mara', 'ola']) await addUser(id, `${id}@northwind.example`)
  await synchronize([rui, mara, ola])
  const idOf = (userId: string) => repository.externalIdOf(accountId, userId)
  expect([await idOf('rui'), await idOf('mara'), await idOf('ola')]).toEqual(['u-1', 9007199254740993n, 7])
  await agents.match(accountId, 'u-1', { userId: null, isIgnored: true })
  await synchronize([rui, mara])
  expect([await idOf('rui'), await idOf('ola'), await idOf('nobody')]).toEqual([undefined, undefined, undefined])
  await agents.match(accountId, mara.id, { userId: 'rui' })
  expect(await idOf('rui')).toBe(9007199254740993n)
})

it('lists page by page, and says who is asked for in vain', async () => {
  const many = Array.from({ length: 7 }, (_, at) => ({
    ...ola,
    id: `${100 - at}`,
    name: at < 4 ? 'Same' : `Name ${at}`,
  }))
  await synchronize(many)
  const names = []
  let after: string | null = ''
  for (; after !== null; ) {
    const read: Awaited<ReturnType<AccountAgentService['list']>> = await agents.list(accountId, undefined, {
      limit: 3,
      ...(after === '' ? {} : { after }),
    })
    names.push(...read.items.map(({ externalId }) => externalId))
    after = read.next
  }
  expect(names).toEqual(['96', '95', '94', '100', '97', '98', '99'])
  await expect(agents.match(accountId, 'gone', { userId: null })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(agents.match(accountId, '96', { userId: 'gone' })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  await expect(agents.list(uuidv7(), undefined, page)).rejects.toMatchObject({ code: 'ACCOUNT_NOT_FOUND' })
  await sql`delete from account where id = ${accountId}`.execute(database.kysely)
  const { rows } = await sql`select 1 from account_agent where account_id = ${accountId}`.execute(database.kysely)
  expect(rows).toEqual([])
})
