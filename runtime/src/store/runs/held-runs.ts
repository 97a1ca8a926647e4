import type { RunErrorBody } from '@patchbay/shared/api'
import type { Kysely } from 'kysely'
import type { Database } from '../database.ts'
import { jsonText } from '../json-text.ts'
import type { Tables } from '../schema/tables.ts'
import { claimWaiting, openRuns } from './claim-runs.ts'
import { HELD } from './record-rows.ts'
import type { EndedRun, OpenRun } from './run-records.ts'

/** Code of the error with which a held event ends whose time has passed. */
export const HELD_TOO_LONG = 'HELD_TOO_LONG'

export interface HeldClaim {
  readonly processId: string
  readonly now: Date
  readonly flowId: string
  readonly limit: number
}

/** Claims the oldest held events of a flow that may still start. */
export async function releaseHeldRuns(database: Database, claim: HeldClaim): Promise<OpenRun[]> {
  const { processId, now, flowId, limit } = claim
  const rows = await database.kysely.transaction().execute(async (transaction) => {
    const found = await held(transaction)
      .where('flowId', '=', flowId)
      .where(({ eb, or }) => or([eb('dueAt', 'is', null), eb('dueAt', '>', now)]))
      .orderBy('id')
      .limit(limit)
      .forUpdate()
      .skipLocked()
      .execute()
    const ids = found.map(({ id }) => id)
    return ids.length === 0 ? [] : claimWaiting(transaction, ids, { processId, wake: null })
  })
  return openRuns(database.kysely, rows)
}

/** Ends held events whose time has passed: no caller waits for an answer any more. */
export async function endHeldRuns(database: Database, now: Date, limit: number): Promise<EndedRun[]> {
  const error: RunErrorBody = {
    code: HELD_TOO_LONG,
    message: 'The flow was paused when this arrived and was not resumed in time. Nothing was done.',
    help: 'Run it again, or write to the contact.',
  }
  return database.kysely.transaction().execute(async (transaction) => {
    const found = await held(transaction)
      .where('dueAt', '<=', now)
      .orderBy('dueAt')
      .limit(limit)
      .forUpdate()
      .skipLocked()
      .execute()
    const ids = found.map(({ id }) => id)
    if (ids.length === 0) return []
    const rows = await transaction
      .updateTable('run')
      .set({ status: 'cancelled', nextNodeId: null, waitingFor: null, dueAt: null })
      .set({ error: jsonText(error), finishedAt: now })
      .where('id', 'in', ids)
      .returning(['id', 'flowId', 'version', 'contact'])
      .execute()
    return rows.map((row) => ({ ...row, end: { status: 'cancelled' as const, error, result: null, finishedAt: now } }))
  })
}

/** What a paused flow keeps back. */
export interface HeldCount {
  readonly count: number
  /** When the first of them ends without having started. Null when none does. */
  readonly until: Date | null
}

/** Held events per flow. Flows without held events are absent. */
export async function countHeld(kysely: Kysely<Tables>, flowIds: readonly string[]): Promise<Map<string, HeldCount>> {
  if (flowIds.length === 0) return new Map()
  const rows = await kysely
    .selectFrom('run')
    .select('flowId')
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('dueAt').as('until')])
    .where('status', '=', 'waiting')
    .where('waitingFor', '=', HELD)
    .where('flowId', 'in', flowIds)
    .groupBy('flowId')
    .execute()
  return new Map(rows.map(({ flowId, count, until }) => [flowId, { count: Number(count), until }]))
}

/** Flows that have held events. */
export async function flowsWithHeld(kysely: Kysely<Tables>): Promise<string[]> {
  const rows = await kysely
    .selectFrom('run')
    .select('flowId')
    .distinct()
    .where('status', '=', 'waiting')
    .where('waitingFor', '=', HELD)
    .execute()
  return rows.map(({ flowId }) => flowId)
}

function held(kysely: Kysely<Tables>) {
  return kysely.selectFrom('run').select('id').where('status', '=', 'waiting').where('waitingFor', '=', HELD)
}
