import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../../../test/helpers/database.ts'
import { contactQuery } from '../../contacts/contact-words.ts'
import type { Database } from '../../database.ts'
import { contactNames } from './0038-contact-names.ts'
import { attentionKinds } from './0044-attention-kinds.ts'
import { migrate } from './index.ts'

let database: Database

beforeAll(async () => {
  database = await openTestDatabase()
})

afterAll(() => database.close())

describe('bringing the schema up to date', () => {
  it('asks two questions when nothing is missing', async () => {
    let questions = 0
    await migrate(
      database.kysely.withoutPlugins().withPlugin({
        transformQuery({ node }) {
          questions += 1
          return node
        },
        transformResult: ({ result }) => Promise.resolve(result),
      }),
    )
    expect(questions).toBe(2)
  })

  it.each(['zoe', 'o’brien', 'BRIEN', 'luft'])('lets a contact named before be found by %s', async (text) => {
    await sql`insert into contact (id, name, created_at, modified_at, last_at)
      values (gen_random_uuid(), 'Zoë O’Brien Luft', now(), now(), now())`.execute(database.kysely)
    const [names = ''] = contactNames
    await sql.raw(names).execute(database.kysely)
    const { rows } = await sql`select from contact where search @@ ${contactQuery(text)}::tsquery`.execute(
      database.kysely,
    )
    expect(rows).not.toEqual([])
  })

  it('tells the marks of accounts apart by how their text began', async () => {
    const marks = {
      contacts: 'Its contacts could not be synchronized 3 times in a row. It answered 400.',
      agents: 'Its agents could not be synchronized 4 times in a row. It answered 400.',
      account: 'The bridge answered 401: it does not accept the account.',
      none: null,
    }
    await sql`alter table account drop column attention_kind`.execute(database.kysely)
    for (const [name, mark] of Object.entries(marks)) {
      await sql`insert into account (id, type, name, attention, properties, secrets, created_at, modified_at, modified_by)
        values (gen_random_uuid(), 'bridge:crm', ${name}, ${mark}, '{}', '{}', now(), now(), 'user:me')`.execute(
        database.kysely,
      )
    }
    await database.kysely.transaction().execute(async (transaction) => {
      for (const statement of attentionKinds) await sql.raw(statement).execute(transaction)
    })
    const rows = await database.kysely.selectFrom('account').select(['name', 'attentionKind']).execute()
    expect(Object.fromEntries(rows.map(({ name, attentionKind }) => [name, attentionKind]))).toEqual({
      contacts: 'contacts',
      agents: 'agents',
      account: 'account',
      none: null,
    })
  })

  it('is refused by a schema of a later version', async () => {
    const later = sql`insert into kysely_migration (name, timestamp) values ('9999-later', '')`
    await later.execute(database.kysely)
    await expect(migrate(database.kysely.withoutPlugins())).rejects.toThrow('could not be brought up to date')
  })
})
