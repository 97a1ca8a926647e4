import type { RunErrorBody } from '@patchbay/shared/api'
import { MINUTE_MS, SECOND_MS } from '@patchbay/shared/time'
import type { Kysely, Transaction } from 'kysely'
import type { Database } from '../database.ts'
import { jsonText } from '../json-text.ts'
import type { Tables } from '../schema/tables.ts'
import { claimWaiting, openRuns } from './claim-runs.ts'
import { HELD } from './record-rows.ts'
import type { EndedRun, ReleasedRuns } from './run-records.ts'

/** Code of the error with which a held event ends whose time has passed. */
export const HELD_TOO_LONG = 'HELD_TOO_LONG'

export interface HeldClaim {
  readonly processId: string
  readonly now: Date
  readonly flowId: string
  readonly limit: number
  /** How many of them may start in a minute, on all processes together. Undefined: any number. */
  readonly perMinute?: number | undefined
}

/** Claims the oldest held events of a flow that may still start, as many as its pace allows now. */
export async function releaseHeldRuns(database: Database, claim: HeldClaim): Promise<ReleasedRuns> {
  const { perMinute, now, limit } = claim
  const { rows, nextAt } = await database.kysely.transaction().execute(async (transaction) => {
    if (perMinute === undefined) return { rows: await claimOldest(transaction, claim, limit), nextAt: null }
    const allowedAt = await lockPace(transaction, claim)
    if (allowedAt > now) {
      const isAnyHeld = (await oldestHeld(transaction, claim).limit(1).execute()).length > 0
      return { rows: [], nextAt: isAnyHeld ? allowedAt : null }
    }
    const most = Math.min(limit, startsAtOnce(perMinute))
    const claimed = await claimOldest(transaction, claim, most)
    const next = new Date(now.getTime() + (claimed.length * MINUTE_MS) / perMinute)
    await setPace(transaction, claim.flowId, next)
    return { rows: claimed, nextAt: claimed.length < most ? null : next }
  })
  return { runs: await openRuns(database.kysely, rows), nextAt }
}

/** Those of a second, so that a high rate needs no more claims than that. */
function startsAtOnce(perMinute: number): number {
  return Math.max(1, Math.round((perMinute * SECOND_MS) / MINUTE_MS))
}

/** When the next ones may start. Processes that ask at the same time wait for each other here. */
async function lockPace(transaction: Transaction<Tables>, { flowId, now }: HeldClaim): Promise<Date> {
  const { nextAt } = await transaction
    .insertInto('heldPace')
    .values({ flowId, nextAt: now })
    .onConflict((conflict) => conflict.column('flowId').doUpdateSet(({ ref }) => ({ nextAt: ref('heldPace.nextAt') })))
    .returning('nextAt')
    .executeTakeFirstOrThrow()
  return nextAt
}

async function setPace(transaction: Transaction<Tables>, flowId: string, nextAt: Date): Promise<void> {
  await transaction.updateTable('heldPace').set({ nextAt }).where('flowId', '=', flowId).execute()
}

async function claimOldest(transaction: Transaction<Tables>, claim: HeldClaim, most: number) {
  const found = await oldestHeld(transaction, claim).limit(most).forUpdate().skipLocked().execute()
  const ids = found.map(({ id }) => id)
  return ids.length === 0 ? [] : claimWaiting(transaction, ids, { processId: claim.processId, wake: null })
}

function oldestHeld(transaction: Transaction<Tables>, { flowId, now }: HeldClaim) {
  return held(transaction)
    .where('flowId', '=', flowId)
    .where(({ eb, or }) => or([eb('dueAt', 'is', null), eb('dueAt', '>', now)]))
    .orderBy('id')
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
