import { DAY_MS } from '@patchbay/shared/time'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../database.ts'
import { createSettingRepository } from '../repositories/setting-repository.ts'
import { lowestId } from '../uuid.ts'
import { checkClock } from './clock-guard.ts'
import { emptyMediaDays } from './empty-media-days.ts'
import { ensurePartitions } from './partitions.ts'
import { removeOldRuns } from './retention.ts'

/** Rows deleted per statement: on the embedded database every other statement waits. */
const BATCH = 500
/** The API asks for counts of the last 24 hours. */
const COUNTS_KEPT_MS = 2 * DAY_MS
/** Expired tokens stay in the list this long, to explain why a program was turned away. */
const TOKENS_KEPT_MS = 7 * DAY_MS
/** Steps of runs that are open count for longer: they may be done again after a crash. */
const STEPS_KEPT_MS = DAY_MS
/** Long after the runs of such a process have been taken over. */
const PROCESSES_KEPT_MS = DAY_MS
const EVENTS_KEPT_MS = 14 * DAY_MS
const EVENT_ATTEMPTS_KEPT_MS = 30 * DAY_MS

/** A draft that is tested at this moment has no run yet. */
const DRAFTS_KEPT_MS = DAY_MS

const isUnused = sql`not exists (select from run
  where run.flow_id = flow_version.flow_id and run.version = flow_version.version and run.test is not null)`

export interface UpkeepOptions {
  readonly now: Date
  readonly retentionDays: number
  /** Called once when the clock seems to have been set ahead: nothing is removed for a day. */
  onDoubt?(lastSeen: Date): void
  /** Stops the upkeep between two statements. */
  readonly signal?: AbortSignal
}

/**
 * The work that one process of all does every few minutes: creates partitions for the days ahead and removes what has
 * expired. Runs, messages and files expire by the days of retention, everything else after a time of its own. Nothing expires
 * while the clock is in doubt.
 */
export async function runUpkeep(database: Database, options: UpkeepOptions): Promise<void> {
  const { now, retentionDays, signal } = options
  const ago = (ms: number) => new Date(now.getTime() - ms)
  await ensurePartitions(database.kysely, now)
  const clock = await checkClock(createSettingRepository(database.kysely), now)
  if (clock.lastSeen !== undefined) options.onDoubt?.(clock.lastSeen)
  if (!clock.isTrusted) return
  const before = ago(retentionDays * DAY_MS)
  await removeOldRuns(database, before, signal)
  await emptyMediaDays(database.kysely, now)
  const rows: readonly (readonly [table: string, condition: RawBuilder<unknown>])[] = [
    ['dedupe_key', sql`expires_at <= ${now}`],
    ['message_key', sql`expires_at <= ${now}`],
    ['run_wait', sql`expires_at <= ${now}`],
    ['media', sql`id < ${lowestId(before)}`],
    ['conversation_item', sql`id < ${lowestId(before)}`],
    ['answer', sql`place < ${lowestId(before)} and state not in ('queued', 'sending')`],
    ['run_count', sql`started_quarter < ${ago(COUNTS_KEPT_MS)}`],
    ['api_token', sql`expires_at < ${ago(TOKENS_KEPT_MS)}`],
    ['process', sql`heartbeat_at < now() - make_interval(secs => ${sql.lit(PROCESSES_KEPT_MS / 1_000)})`],
    [
      'data_step',
      sql`at < ${ago(STEPS_KEPT_MS)} and not exists (
      select from run where run.id = run_id and run.status in ('queued', 'running', 'waiting'))`,
    ],
    ['event_delivery', sql`at < ${ago(EVENTS_KEPT_MS)}`],
    ['event', sql`at < ${ago(EVENTS_KEPT_MS)}`],
    ['event_attempt', sql`id < ${lowestId(ago(EVENT_ATTEMPTS_KEPT_MS))}`],
    ['presence', sql`here_until < now()`],
    ['flow_version', sql`version < 0 and deployed_at < ${ago(DRAFTS_KEPT_MS)} and ${isUnused}`],
    ['auth_session', sql`expires_at < ${now}`],
    ['auth_verification', sql`expires_at < ${now}`],
  ]
  if (database.kind === 'pglite') {
    for (const index of ['event_at', 'event_delivery_at']) await summarize(database, index)
  }
  while (signal?.aborted !== true && (await forgetPreviews(database, before)) === BATCH);
  for (const [table, condition] of rows) {
    while (signal?.aborted !== true && (await deleteSome(database, table, condition)) === BATCH);
  }
}

/** An index of page ranges knows new pages from the next vacuum on; the embedded database has none by itself. */
async function summarize({ kysely }: Database, index: string): Promise<void> {
  await sql`select brin_summarize_new_values(${index}::regclass)`.execute(kysely)
}

/** The last words of a conversation go with its messages. */
async function forgetPreviews({ kysely }: Database, before: Date): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update conversation set preview = '', preview_type = null where id = any (array(
      select id from conversation
      where last_message_at < ${before} and (preview <> '' or preview_type is not null)
      limit ${sql.lit(BATCH)}))`.execute(kysely)
  return Number(numAffectedRows)
}

async function deleteSome({ kysely }: Database, table: string, condition: RawBuilder<unknown>): Promise<number> {
  const name = sql.table(table)
  const { numAffectedRows = 0n } = await sql`
    delete from ${name} where ctid = any (array(select ctid from ${name} where ${condition} limit ${sql.lit(BATCH)}))`.execute(
    kysely,
  )
  return Number(numAffectedRows)
}
