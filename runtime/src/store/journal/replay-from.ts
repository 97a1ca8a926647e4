import { type Kysely, sql, type Transaction } from 'kysely'
import type { Database } from '../database.ts'
import type { Tables } from '../schema/tables.ts'

/** Its counter holds the number of the first entry of the journal that a replay needs. Missing: of all entries. */
const NAME = 'journal-replay-from'

/**
 * Called in a transaction that deletes records for good: a replay after a crash leaves out everything that the tables held
 * when the transaction began, so that nothing of it comes back.
 */
export async function replayFromHere(
  transaction: Transaction<Tables>,
  { journal }: Pick<Database, 'journal'>,
): Promise<void> {
  if (journal === undefined) return
  await sql`insert into change_counter (name, value) values (${NAME}, ${journal.settledBefore})
    on conflict (name) do update set value = excluded.value`.execute(transaction)
}

export async function readReplayFrom(kysely: Kysely<Tables>): Promise<number | undefined> {
  const row = await kysely.selectFrom('changeCounter').select('value').where('name', '=', NAME).executeTakeFirst()
  return row === undefined ? undefined : Number(row.value)
}

/** Called once the journal is empty: the numbers of its next entries may be lower ones. */
export async function replayFromStart(kysely: Kysely<Tables>): Promise<void> {
  await kysely.deleteFrom('changeCounter').where('name', '=', NAME).execute()
}
