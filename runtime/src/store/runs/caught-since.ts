import { type Kysely, sql } from 'kysely'
import type { Tables } from '../schema/tables.ts'
import { lowestId } from '../uuid.ts'

/** A run that succeeded after a caught failure, and that counts: it was started by no other run, and is no test. */
export const isCaught = sql<boolean>`status = 'succeeded' and failed_step is not null and parent_id is null
  and test is null`

/** Runs that started since this time and succeeded after a caught failure, by flow id: few, with an index of their own. */
export async function caughtSince(
  kysely: Kysely<Tables>,
  since: Date,
  flowIds?: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  let query = kysely
    .selectFrom('run')
    .select('flowId')
    .select(({ fn }) => fn.countAll<number>().as('caught'))
    .where('id', '>=', lowestId(since))
    .where(isCaught)
    .groupBy('flowId')
  if (flowIds !== undefined) query = query.where('flowId', 'in', flowIds)
  return new Map((await query.execute()).map((row) => [row.flowId, row.caught]))
}
