import { sql } from 'kysely'
import type { Database } from '../database.ts'
import { timeOfId } from '../uuid.ts'

/** Counting stops here: a monitor does not need more, and on the embedded database other statements wait. */
export const MOST_COUNTED = 10_000

/** Figures that only the database knows, and no single process. */
export interface StoreFigures {
  /** Runs that have not ended, each count up to `MOST_COUNTED`. */
  readonly open: { readonly queued: number; readonly running: number; readonly waiting: number }
  /** When the oldest queued run was accepted. */
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
  if (row === undefined) throw new Error('The query for the figures of the database returned no row.')
  const { queued, running, waiting } = row
  return {
    open: { queued, running, waiting },
    oldestQueued: row.oldestQueued === null ? null : timeOfId(row.oldestQueued),
  }
}
