import { isUuid } from '@patchbay/shared/api'
import type { Database } from '../database.ts'
import { HELD } from './record-rows.ts'

/** Lets the time of a wait be over now: `wakeDueRuns` ends it next. Does nothing for a run that does not wait. */
export async function makeDue(database: Database, runId: string, now: Date): Promise<void> {
  if (!isUuid(runId)) return
  await database.kysely
    .updateTable('run')
    .set({ dueAt: now })
    .where('id', '=', runId)
    .where('status', '=', 'waiting')
    .where('waitingFor', '<>', HELD)
    .execute()
}
