import type { Kysely } from 'kysely'
import type { Tables } from '../store/schema/tables.ts'
import { uuidv7 } from '../store/uuid.ts'

/** The id of the topic that a flow names, in any case. It is made where there is none. Undefined for an empty name. */
export async function topicOfName(kysely: Kysely<Tables>, name: string, now: Date): Promise<string | undefined> {
  if (name === '') return undefined
  await kysely
    .insertInto('topic')
    .values({ id: uuidv7(now), name, color: 'grey' })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const known = await kysely.selectFrom('topic').select(['id', 'name']).execute()
  return known.find((topic) => topic.name.toLowerCase() === name.toLowerCase())?.id
}
