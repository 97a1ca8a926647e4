import { type Kysely, sql } from 'kysely'
import type { Tables } from '../store/schema/tables.ts'
import { uuidv7 } from '../store/uuid.ts'

/** The ids of the topics that a flow names, in any case. They are made where there are none. Empty names are none. */
export async function topicsOfNames(kysely: Kysely<Tables>, given: readonly string[], now: Date): Promise<string[]> {
  const names = given.filter((name) => name !== '')
  if (names.length === 0) return []
  await kysely
    .insertInto('topic')
    .values(names.map((name) => ({ id: uuidv7(now), name, color: 'grey' })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const known = await kysely
    .selectFrom('topic')
    .select('id')
    .where(sql<boolean>`lower(name) = any (select lower(asked) from unnest(${names}::text[]) as asked)`)
    .orderBy('name')
    .execute()
  return known.map(({ id }) => id)
}
