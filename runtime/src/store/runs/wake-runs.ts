import { isUuid } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import { sql } from 'kysely'
import type { Database } from '../database.ts'
import { jsonText } from '../json-text.ts'
import { claimWaiting, openRuns } from './claim-runs.ts'
import { HELD } from './record-rows.ts'
import type { OpenRun, Wake } from './run-records.ts'

export interface DueClaim {
  readonly processId: string
  readonly now: Date
  readonly limit: number
}

export interface WakeClaim {
  readonly processId: string
  readonly runId: string
  readonly waitNo: number
  readonly event: JsonObject
}

/** Ends waits whose time has come, the longest due first. Each run is claimed by one process. */
export async function wakeDueRuns(database: Database, { processId, now, limit }: DueClaim): Promise<OpenRun[]> {
  const due: Wake = { reason: 'due' }
  const rows = await database.kysely.transaction().execute(async (transaction) => {
    const found = await transaction
      .selectFrom('run')
      .select('id')
      .where('status', '=', 'waiting')
      .where('dueAt', '<=', now)
      .where('waitingFor', '<>', HELD)
      .orderBy('dueAt')
      .limit(limit)
      .forUpdate()
      .skipLocked()
      .execute()
    const ids = found.map(({ id }) => id)
    return ids.length === 0 ? [] : claimWaiting(transaction, ids, { processId, wake: jsonText(due) })
  })
  return openRuns(database.kysely, rows)
}

/**
 * Ends one wait because of an event. Compare-and-set on `(run, wait_no)`: of this event, the wait's time and a second
 * event, only one wins. A run that has announced its wait and is still sending counts as waiting.
 */
export async function wakeRun(database: Database, claim: WakeClaim): Promise<OpenRun | undefined> {
  const { processId, runId, waitNo, event } = claim
  if (!isUuid(runId)) return undefined
  const happened: Wake = { reason: 'event', event }
  const rows = await database.kysely
    .updateTable('run')
    .set((run) => ({ status: 'queued', ownerId: processId, epoch: run('epoch', '+', 1), wake: jsonText(happened) }))
    .set({ waitingFor: null, dueAt: null })
    .where('id', '=', runId)
    .where('waitNo', '=', waitNo)
    .where('status', 'in', ['running', 'waiting'])
    .where(sql<boolean>`waiting_for is not null and waiting_for <> ${HELD}`)
    .returningAll()
    .execute()
  const [woken] = await openRuns(database.kysely, rows)
  return woken
}

/** When the next wait times out. Undefined when there is no wait. */
export async function nextDueAt(database: Database): Promise<Date | undefined> {
  const row = await database.kysely
    .selectFrom('run')
    .select('dueAt')
    .where('status', '=', 'waiting')
    .where('dueAt', 'is not', null)
    .orderBy('dueAt')
    .limit(1)
    .executeTakeFirst()
  return row?.dueAt ?? undefined
}
