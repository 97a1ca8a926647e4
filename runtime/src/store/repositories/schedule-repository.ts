import { type Kysely, sql } from 'kysely'
import type { Tables } from '../schema/tables.ts'

/** A Schedule of a live flow and when it is due. */
export interface ScheduleRow {
  readonly flowId: string
  readonly nodeId: number
  /** The live version that the schedule belongs to. */
  readonly version: number
  /** The meaning of the schedule as text. A deploy that does not change it leaves the schedule alone. */
  readonly rule: string
  /** Null when the schedule is never due. */
  readonly nextAt: Date | null
}

export interface DueSchedule extends ScheduleRow {
  readonly nextAt: Date
  /** Number of ticks that were left out since the last run. */
  readonly missed: number
}

export interface LiveVersion {
  readonly version: number
  readonly liveAt: Date
}

export interface ScheduleRepository {
  /** Live flows, or the one with this id. Paused flows are included. */
  liveVersions(flowId?: string): Promise<ReadonlyMap<string, LiveVersion>>
  /** Ids of flows that have stored schedules, live or not. */
  flowIds(): Promise<readonly string[]>
  /**
   * Makes these the schedules of a flow. A schedule whose rule is stored already keeps its next time.
   * @param version the live version they were read from; null when the flow is not live
   * @returns false, with nothing changed, when another version is live by now
   */
  replace(flowId: string, version: number | null, rows: readonly ScheduleRow[]): Promise<boolean>
  /** Claims schedules that are due, oldest first. No other process gets them before `claimedUntil`. */
  claim(options: {
    readonly now: Date
    readonly claimedUntil: Date
    readonly limit: number
  }): Promise<readonly DueSchedule[]>
  /** Stores when a claimed schedule is due next, unless a deploy has changed it in the meantime. */
  settle(claimed: DueSchedule, next: { readonly nextAt: Date | null; readonly missed: number }): Promise<void>
  /** Keeps a claimed schedule from all processes until this time. */
  postpone(claimed: DueSchedule, until: Date): Promise<void>
  /** When the next schedule of a flow that is not paused is due, or its claim expires. */
  nextDue(): Promise<Date | undefined>
}

export function createScheduleRepository(kysely: Kysely<Tables>): ScheduleRepository {
  const at = ({ flowId, nodeId, rule, nextAt }: DueSchedule) =>
    sql<boolean>`flow_id = ${flowId} and node_id = ${nodeId} and rule = ${rule} and next_at = ${nextAt}`

  return {
    async liveVersions(flowId) {
      let query = kysely
        .selectFrom('flow')
        .select(['id', 'liveVersion', 'liveAt'])
        .where('liveVersion', 'is not', null)
        .where('deletedAt', 'is', null)
      if (flowId !== undefined) query = query.where('id', '=', flowId)
      const rows = await query.execute()
      return new Map(
        rows.flatMap(({ id, liveVersion: version, liveAt }) =>
          version === null || liveAt === null ? [] : [[id, { version, liveAt }] as const],
        ),
      )
    },
    async flowIds() {
      const rows = await kysely.selectFrom('schedule').select('flowId').distinct().execute()
      return rows.map(({ flowId }) => flowId)
    },
    replace: (flowId, version, rows) => replaceSchedules(kysely, { flowId, version, rows }),
    async claim({ now, claimedUntil, limit }) {
      const { rows } = await sql<DueSchedule>`
        with due as (
          select flow_id, node_id from schedule
          where next_at <= ${now} and (claimed_until is null or claimed_until <= ${now})
            and exists (select from flow where id = flow_id and live_version is not null and not paused)
          order by next_at limit ${limit} for update skip locked
        )
        update schedule set claimed_until = ${claimedUntil} from due
        where schedule.flow_id = due.flow_id and schedule.node_id = due.node_id
        returning schedule.flow_id, schedule.node_id, version, rule, next_at, missed`.execute(kysely)
      return rows.toSorted((a, b) => a.nextAt.getTime() - b.nextAt.getTime())
    },
    async settle(claimed, { nextAt, missed }) {
      await kysely.updateTable('schedule').set({ nextAt, missed, claimedUntil: null }).where(at(claimed)).execute()
    },
    async postpone(claimed, until) {
      await kysely.updateTable('schedule').set({ claimedUntil: until }).where(at(claimed)).execute()
    },
    async nextDue() {
      const { rows } = await sql<{ nextAt: Date | null }>`
        select min(greatest(next_at, claimed_until)) as next_at
        from schedule join flow on flow.id = flow_id
        where next_at is not null and live_version is not null and not paused`.execute(kysely)
      return rows[0]?.nextAt ?? undefined
    },
  }
}

async function replaceSchedules(
  kysely: Kysely<Tables>,
  flow: { readonly flowId: string; readonly version: number | null; readonly rows: readonly ScheduleRow[] },
): Promise<boolean> {
  const { flowId, version, rows } = flow
  return kysely.transaction().execute(async (transaction) => {
    const stored = await transaction
      .selectFrom('flow')
      .select('liveVersion')
      .where('id', '=', flowId)
      .where('deletedAt', 'is', null)
      .forUpdate()
      .executeTakeFirst()
    if ((stored?.liveVersion ?? null) !== version) return false
    const nodeIds = rows.map(({ nodeId }) => nodeId)
    let obsolete = transaction.deleteFrom('schedule').where('flowId', '=', flowId)
    if (nodeIds.length > 0) obsolete = obsolete.where('nodeId', 'not in', nodeIds)
    await obsolete.execute()
    for (const row of rows) {
      await sql`
        insert into schedule as known (flow_id, node_id, version, rule, next_at)
        values (${flowId}, ${row.nodeId}, ${row.version}, ${row.rule}, ${row.nextAt})
        on conflict (flow_id, node_id) do update set
          version = excluded.version,
          rule = excluded.rule,
          next_at = case when known.rule = excluded.rule then known.next_at else excluded.next_at end,
          missed = case when known.rule = excluded.rule then known.missed else 0 end,
          claimed_until = case when known.rule = excluded.rule then known.claimed_until end`.execute(transaction)
    }
    return true
  })
}
