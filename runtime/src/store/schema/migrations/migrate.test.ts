import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../../../test/helpers/database.ts'
import { contactQuery } from '../../contacts/contact-words.ts'
import type { Database } from '../../database.ts'
import { contactNames } from './0038-contact-names.ts'
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

  it('is refused by a schema of a later version', async () => {
    const later = sql`insert into kysely_migration (name, timestamp) values ('9999-later', '')`
    await later.execute(database.kysely)
    await expect(migrate(database.kysely.withoutPlugins())).rejects.toThrow('could not be brought up to date')
  })
})
