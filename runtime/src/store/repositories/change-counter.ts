import type { Kysely } from 'kysely'
import type { Tables } from '../schema/tables.ts'

const LIVE_FLOWS = 'live-flows'

/** How often the live flows and their numbers have changed so far, by all processes; counted by the database. */
export async function liveFlowsCounter(kysely: Kysely<Tables>): Promise<number> {
  const { value } = await kysely
    .selectFrom('changeCounter')
    .select('value')
    .where('name', '=', LIVE_FLOWS)
    .executeTakeFirstOrThrow()
  return Number(value)
}
