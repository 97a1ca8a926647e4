import { isUuid } from '@patchbay/shared/api'
import { sql } from 'kysely'
import type { Database } from '../database.ts'
import { jsonText } from '../json-text.ts'
import type { CancelOutcome } from './writer-port.ts'

/**
 * Ends a run that no process executes. A run that is being executed is only marked: its owner stores the true outcome
 * of the step under way and then ends the run itself.
 */
export async function cancelRun(database: Database, runId: string, now: Date): Promise<CancelOutcome> {
  if (!isUuid(runId)) return 'missing'
  const error = jsonText({ code: 'CANCELLED', message: 'The run was cancelled.' })
  const { rows } = await sql<{ status: string }>`
    update run set
      cancel_requested = true,
      status = case when executed then status else 'cancelled' end,
      owner_id = case when executed then owner_id end,
      next_node_id = case when executed then next_node_id end,
      waiting_for = case when executed then waiting_for end,
      due_at = case when executed then due_at end,
      error = case when executed then error else ${error}::json end,
      finished_at = case when executed then finished_at else ${now}::timestamptz end
    from (select id as open_id, status = 'running' and owner_id is not null as executed
      from run where id = ${runId} and status in ('queued', 'running', 'waiting') for update) as open
    where run.id = open_id and run.id = ${runId}
    returning run.status`.execute(database.kysely)
  const status = rows[0]?.status
  if (status !== undefined) return status === 'cancelled' ? 'cancelled' : 'running'
  const run = await database.kysely.selectFrom('run').select('id').where('id', '=', runId).executeTakeFirst()
  return run === undefined ? 'missing' : 'final'
}
