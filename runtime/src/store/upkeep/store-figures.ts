import { sql } from 'kysely'
import type { Database } from '../database.ts'
import { timeOfId } from '../uuid.ts'

/** Counting stops here: a monitor needs to know no more, and the embedded database has others to serve. */
export const MOST_COUNTED = 10_000

/** What the database knows and no single process does. */
export interface StoreFigures {
  /** Runs that have not ended, up to `MOST_COUNTED` each. */
  readonly open: { readonly queued: number; readonly running: number; readonly waiting: number }
  /** When the queued run that waits longest was accepted. */
  readonly oldestQueued: Date | null
}

export async function readStoreFigures({ kysely }: Database): Promise<StoreFigures> {
  const most = sql.lit(MOST_COUNTED)
  const countOf = (status: string) =>
    sql`(select count(*)::integer from (select from run where status = ${sql.lit(status)} limit ${most}) as found)`
  const { rows } = await sql<{
    queued: number
    running: number
    waiting: number
    oldestQueued: string | null
  }>`
    select ${countOf('queued')} as queued, ${countOf('running')} as running, ${countOf('waiting')} as waiting,
      (select id from run where status = 'queued' order by id limit 1) as oldest_queued`.execute(kysely)
  const [row] = rows
  if (row === undefined) throw new Error('The figures of the database are one row.')
  const { queued, running, waiting } = row
  return {
    open: { queued, running, waiting },
    oldestQueued: row.oldestQueued === null ? null : timeOfId(row.oldestQueued),
  }
}
