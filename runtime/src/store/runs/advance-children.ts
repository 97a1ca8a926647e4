import { type Kysely, sql } from 'kysely'
import type { ChildTurns } from '../../kit/child-runs.ts'
import type { Database } from '../database.ts'
import { jsonText } from '../json-text.ts'
import type { Tables } from '../schema/tables.ts'
import { claimWaiting, openRuns } from './claim-runs.ts'
import { CHILDREN, type ChildrenAdvance, type ParentLink, TURN, type Wake } from './run-records.ts'

/** Written out, so that the small indexes of open children are used whatever the plan. */
const isOpenChild = sql<boolean>`parent_id is not null and status in ('queued', 'running', 'waiting')`
const isAwaited = sql<boolean>`parent->>'isAwaited' = 'true'`

/**
 * Decides, from what is stored, what happens next to the runs that a run has started and waits for. The row of the
 * parent is locked, so of several processes that ask, one after another decides.
 */
export async function advanceChildren(
  database: Database,
  { processId, parentId }: { readonly processId: string; readonly parentId: string },
): Promise<ChildrenAdvance> {
  const { rows, toCancel } = await database.kysely.transaction().execute(async (transaction) => {
    const parent = await transaction
      .selectFrom('run')
      .select(['status', 'waitingFor', 'wait', 'finishedAt'])
      .where('id', '=', parentId)
      .forUpdate()
      .executeTakeFirst()
    const isOver = parent === undefined || parent.finishedAt !== null
    if (!isOver && (parent.status !== 'waiting' || parent.waitingFor !== CHILDREN)) return nothing
    const open = await openChildren(transaction, parentId)
    if (isOver) return { rows: [], toCancel: open.map(({ id }) => id) }
    const { turns } = parent.wait ?? {}
    const waiting = open.filter(({ waitingFor }) => waitingFor === TURN)
    const held = waiting.map(({ id }) => id)
    const visit = turns?.stopsOnFailure === true ? waiting[0]?.parent : undefined
    if (visit && (await hasBadChild(transaction, parentId, visit))) return { rows: [], toCancel: held }
    const next = open.length === 0 ? [parentId] : held.slice(0, freePlaces(turns, open.length - held.length))
    if (next.length === 0) return nothing
    const event: Wake = { reason: 'event', event: {} }
    const wake = open.length === 0 ? jsonText(event) : null
    return { rows: await claimWaiting(transaction, next, { processId, wake }), toCancel: [] }
  })
  return { claimed: await openRuns(database.kysely, rows), toCancel }
}

const nothing = { rows: [], toCancel: [] }

function freePlaces(turns: ChildTurns | undefined, atWork: number): number {
  return Math.max(0, (turns?.atOnce ?? 1) - atWork)
}

export function openChildren(kysely: Kysely<Tables>, parentId: string) {
  return kysely
    .selectFrom('run')
    .select(['id', 'waitingFor', 'parent'])
    .where('parentId', '=', parentId)
    .where(isOpenChild)
    .where(isAwaited)
    .orderBy('id')
    .execute()
}

/** Whether one of the runs that the same visit has started has not succeeded. */
async function hasBadChild(
  kysely: Kysely<Tables>,
  parentId: string,
  { nodeId, visit }: Pick<ParentLink, 'nodeId' | 'visit'>,
): Promise<boolean> {
  const row = await kysely
    .selectFrom('run')
    .select('id')
    .where('parentId', '=', parentId)
    .where(sql<boolean>`parent_id is not null and status in ('failed', 'cancelled')`)
    .where(isAwaited)
    .where(sql<boolean>`(parent->>'nodeId')::integer = ${nodeId}`)
    .where(sql<boolean>`(parent->>'visit')::integer = ${visit}`)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Runs whose children, or who themselves, could go on: what a process that died between two commits has left. Reads
 * only small indexes.
 */
export async function parentsToAdvance({ kysely }: Database, limit: number): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from run as parent where status = 'waiting' and waiting_for = 'run' and not exists (
      select from run where run.parent_id = parent.id and run.parent_id is not null
        and run.status in ('queued', 'running', 'waiting') and run.parent->>'isAwaited' = 'true')
    union
    select child.parent_id from run as child left join run as parent on parent.id = child.parent_id
    where child.parent_id is not null and child.status in ('queued', 'running', 'waiting')
      and child.parent->>'isAwaited' = 'true'
      and (parent.id is null or parent.finished_at is not null
        or child.waiting_for = ${TURN} and parent.status = 'waiting' and parent.waiting_for = ${CHILDREN})
    limit ${limit}`.execute(kysely)
  return rows.map(({ id }) => id)
}
