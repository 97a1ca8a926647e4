import { AsyncLocalStorage } from 'node:async_hooks'
import { readManifest } from '@patchbay/shared/manifests'
import { sql, type Transaction } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTicket, zendesk } from '../../../shared/src/manifests/test-manifests.ts'
import { databaseKind, openTestDatabase } from '../../test/helpers/database.ts'
import { eventually } from '../../test/helpers/eventually.ts'
import { createAccountRepository } from '../accounts/account-repository.ts'
import type { Database } from '../store/database.ts'
import type { Tables } from '../store/schema/tables.ts'
import { uuidv7 } from '../store/uuid.ts'
import { createManifestRepository } from './manifest-repository.ts'

const [by, at] = ['ana', new Date('2026-03-01T10:00:00Z')]
let database: Database
/** A transaction begins in the middle of another one here, as it does in two processes. */
const outside = AsyncLocalStorage.snapshot()

beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

async function setUp(name: string) {
  const manifests = createManifestRepository(database.kysely)
  const accounts = createAccountRepository(database.kysely)
  const { manifest } = readManifest({
    integration: { ...zendesk, name },
    actions: [{ ...createTicket, provider: name }],
  })
  if (manifest === undefined) throw new Error('The manifest of the test is malformed.')
  await manifests.put({ manifest, replaces: 0, by, at })
  const account = { id: uuidv7(), type: `bridge:${name}`, name: 'CRM', identity: null, properties: {}, secrets: {} }
  return {
    create: () => accounts.create({ ...account, createdAt: at, modifiedAt: at, modifiedBy: by }),
    remove: () => manifests.remove(name, by, at),
    /** Whether the integration is there, and how many accounts it has. */
    async found() {
      return [(await manifests.find(name)) !== undefined, (await manifests.accounts()).get(name) ?? 0]
    },
    /** Runs both at the same time, in this order. */
    async together(...two: readonly (() => Promise<unknown>)[]) {
      // The embedded database has one connection: it does one after the other.
      if (databaseKind === 'pglite') return Promise.allSettled(two.map((one) => one()))
      const { ended } = await database.kysely.transaction().execute(async (transaction) => {
        await sql`select from integration where name = ${name} for update`.execute(transaction)
        const begun: Promise<unknown>[] = []
        for (const one of two) {
          begun.push(outside(one))
          await waiting(transaction, begun.length)
        }
        return { ended: Promise.allSettled(begun) }
      })
      return ended
    },
  }
}

function waiting(transaction: Transaction<Tables>, count: number): Promise<unknown> {
  return eventually(async () => {
    const { rows } = await sql`select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(transaction)
    return rows.length === count
  })
}

it('an account that is made while its integration is removed keeps it, where the account is first', async () => {
  const { create, remove, found, together } = await setUp('kept')
  expect(await together(create, remove)).toEqual([
    { status: 'fulfilled', value: undefined },
    { status: 'fulfilled', value: 1 },
  ])
  expect(await found()).toEqual([true, 1])
})

it('an account that is made while its integration is removed is refused, where the removal is first', async () => {
  const { create, remove, found, together } = await setUp('gone')
  expect(await together(remove, create)).toMatchObject([
    { status: 'fulfilled', value: 0 },
    { status: 'rejected', reason: { code: 'INVALID_INPUT' } },
  ])
  expect(await found()).toEqual([false, 0])
})
