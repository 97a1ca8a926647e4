import type { JsonObject } from '@patchbay/shared/json'
import { sql } from 'kysely'
import type { Database } from './database.ts'
import { jsonText } from './json-text.ts'
import type { PreparedStatement } from './prepared-statement.ts'
import type { AcceptRecord, BeginRecord, EndRecord, StepRecord, StepRow } from './run-records.ts'
import type { FailedStep } from './tables.ts'
import { timeOfId } from './uuid.ts'

const QUARTER_MS = 900_000

/** One record as it goes into a flush: JSON text of its row in `run` and of its step. */
export interface FlushRow {
  readonly kind: 'accept' | 'change'
  readonly runId: string
  readonly run: string
  readonly step: string | null
  /** For the retry of a flush whose reply was lost: how to find this record in the database. */
  readonly mark: StoredMark
  /** Size on its way to the database. */
  readonly bytes: number
}

export interface StoredMark {
  readonly epoch: number
  /** Null for the end of a run without a step. */
  readonly seq: number | null
  readonly endedAt: string | null
}

/** What a flush answers, for the records that were not simply stored. */
export interface FlushException {
  readonly runId: string
  /** The run that holds the key; null when the record was refused: another owner, or final. */
  readonly winner: string | null
  readonly conflict: boolean
}

/** @throws AppError NOT_STORABLE */
export function acceptRow(record: AcceptRecord): FlushRow {
  const { runId, dedupe, final, step } = record
  const run = jsonRow(
    {
      id: runId,
      flow_id: record.flowId,
      version: record.version,
      status: final?.status ?? record.status,
      trigger_node_id: record.triggerNodeId,
      trigger_type: record.triggerType,
      contact: record.contact,
      address: record.address,
      next_node_id: record.nextNodeId,
      credential: dedupe?.credential ?? null,
      key: dedupe?.key ?? null,
      body_hash: dedupe?.bodyHash ?? null,
      expires_at: dedupe?.expiresAt.toISOString() ?? null,
      quarter: quarterOf(runId),
      warning_count: step.warnings.length,
      finished_at: final?.finishedAt.toISOString() ?? null,
    },
    { input: record.input, failed_step: failedStep(step), error: final?.error, result: final?.result },
  )
  const mark = { epoch: 1, seq: step.seq, endedAt: null }
  return sized({ kind: 'accept', runId, run, step: stepRow(runId, 1, step), mark })
}

/** @throws AppError NOT_STORABLE */
export function changeRow(record: StepRecord | EndRecord): FlushRow {
  const { runId, epoch, end } = record
  const step = 'step' in record ? record.step : undefined
  const run = jsonRow(
    {
      run_id: runId,
      epoch,
      status: end?.status ?? ('status' in record ? (record.status ?? null) : null),
      next_node_id: 'nextNodeId' in record ? record.nextNodeId : null,
      quarter: quarterOf(runId),
      warning_count: step?.warnings.length ?? 0,
      finished_at: end?.finishedAt.toISOString() ?? null,
    },
    { failed_step: failedStep(step), error: end?.error, result: end?.result },
  )
  const mark = { epoch, seq: step?.seq ?? null, endedAt: end?.finishedAt.toISOString() ?? null }
  return sized({ kind: 'change', runId, run, step: step === undefined ? null : stepRow(runId, epoch, step), mark })
}

/** A queued run begins; everything else stays as it is. */
export function beginRow({ runId, epoch }: BeginRecord): FlushRow {
  const run = jsonRow({ run_id: runId, epoch, status: 'running', quarter: quarterOf(runId), warning_count: 0 }, {})
  return sized({ kind: 'change', runId, run, step: null, mark: { epoch, seq: null, endedAt: null } })
}

/** Stores a group of records, at most one per run, in one statement: all of them or none. */
export async function flushRows(
  database: Database,
  rows: readonly FlushRow[],
  context: { readonly processId: string; readonly now: Date },
): Promise<readonly FlushException[]> {
  const accepts = rows.filter(({ kind }) => kind === 'accept')
  const changes = rows.filter(({ kind }) => kind === 'change')
  const steps = rows.flatMap(({ step }) => (step === null ? [] : [step]))
  const changedIds = changes.map(({ runId }) => runId).sort()
  return database.prepared<FlushException>(flushStatement, [
    jsonList(accepts.map(({ run }) => run)),
    jsonList(changes.map(({ run }) => run)),
    jsonList(steps),
    changedIds[0] ?? null,
    changedIds.at(-1) ?? null,
    context.processId,
    context.now,
  ])
}

/**
 * Which of these records are in the database already: their flush was committed although its reply was lost.
 * Accepted runs are never among them, because accepting one twice changes nothing.
 */
export async function findStored(database: Database, rows: readonly FlushRow[]): Promise<ReadonlySet<string>> {
  const marks = rows.filter(({ kind }) => kind === 'change').map(({ runId, mark }) => ({ runId, ...mark }))
  if (marks.length === 0) return new Set()
  const { rows: stored } = await sql<{ runId: string }>`
    select "runId" from json_to_recordset(${jsonText(marks)}::json) as mark (
      "runId" uuid, epoch integer, seq integer, "endedAt" timestamptz)
    where exists (select from run_step as step
        where step.run_id = "runId" and step.seq = mark.seq and step.epoch = mark.epoch)
      or mark.seq is null and exists (select from run
        where run.id = "runId" and run.epoch = mark.epoch and run.finished_at = mark."endedAt")`.execute(
    database.kysely,
  )
  return new Set(stored.map(({ runId }) => runId))
}

const runEndColumns = `failed_step json, warning_count integer, error json, result json, finished_at timestamptz`

/**
 * - `claimed` always answers who holds a key: its "update" of a key that is still valid changes nothing. Two
 *   records with one key in a flush: the earlier run wins.
 * - `locked` takes row locks in the order of ids, so that two processes cannot lock each other out, and lets
 *   only the owner's epoch through. Being lateral, it finds each run by its key whatever the statistics say.
 *   The bounds on the ids leave other days' partitions alone.
 * - Everything is skipped where it is stored already: a flush whose reply was lost can be sent again.
 */
const flushSql = `
with accepts as materialized (
  select * from json_to_recordset($1) as row (
    id uuid, flow_id uuid, version integer, status text, trigger_node_id integer, trigger_type text,
    contact text, address text, input json, next_node_id integer,
    credential text, key text, body_hash text, expires_at timestamptz, quarter timestamptz, ${runEndColumns})
), changes as materialized (
  select * from json_to_recordset($2) as row (
    run_id uuid, epoch integer, status text, next_node_id integer, quarter timestamptz, ${runEndColumns})
), claimed as (
  insert into dedupe_key as held (flow_id, credential, key, body_hash, run_id, expires_at)
  select distinct on (flow_id, credential, key) flow_id, credential, key, body_hash, id, expires_at
  from accepts where key is not null order by flow_id, credential, key, id
  on conflict (flow_id, credential, key) do update set
    body_hash = case when held.expires_at <= $7 then excluded.body_hash else held.body_hash end,
    run_id = case when held.expires_at <= $7 then excluded.run_id else held.run_id end,
    expires_at = case when held.expires_at <= $7 then excluded.expires_at else held.expires_at end
  returning flow_id, credential, key, body_hash, run_id
), inserted as (
  insert into run (id, flow_id, version, epoch, owner_id, status, trigger_node_id, trigger_type, contact, address,
    input, next_node_id, failed_step, warning_count, error, result, finished_at)
  select id, flow_id, version, 1, case when finished_at is null then $6 end, status, trigger_node_id,
    trigger_type, contact, address, input, next_node_id, failed_step, warning_count, error, result, finished_at
  from accepts left join claimed using (flow_id, credential, key)
  where accepts.key is null or claimed.run_id = accepts.id
  on conflict (id) do nothing
  returning id
), locked as (
  select owned.flow_id, change.*
  from (select * from changes order by run_id) as change
  cross join lateral (
    select run.flow_id from run
    where run.id = change.run_id and run.id between $4 and $5 and run.epoch = change.epoch
      and run.status in ('queued', 'running', 'waiting')
    for update
  ) as owned
), updated as (
  update run set
    status = coalesce(locked.status, run.status),
    owner_id = case when locked.finished_at is null then run.owner_id end,
    next_node_id = case when locked.finished_at is null then coalesce(locked.next_node_id, run.next_node_id) end,
    failed_step = coalesce(run.failed_step, locked.failed_step),
    warning_count = run.warning_count + locked.warning_count,
    error = locked.error,
    result = locked.result,
    finished_at = locked.finished_at
  from locked where run.id = locked.run_id and run.id between $4 and $5
), stepped as (
  insert into run_step (run_id, seq, epoch, node_id, visit, type, name, exit, inputs, outputs, variables, warnings,
    error, started_at, duration_ms)
  select run_id, seq, epoch, node_id, visit, type, name, exit, inputs, outputs, variables, warnings, error,
    started_at, duration_ms
  from json_to_recordset($3) as row (
    run_id uuid, seq integer, epoch integer, node_id integer, visit integer, type text, name text, exit text,
    inputs json, outputs json, variables json, warnings json, error json, started_at timestamptz,
    duration_ms double precision)
  where run_id in (select id from inserted union all select run_id from locked)
  on conflict (run_id, seq) do nothing
), counted as (
  insert into run_count as stored (flow_id, started_quarter, process_id, total, failed)
  select flow_id, quarter, $6, sum(total)::integer, sum(failed)::integer
  from (
    select flow_id, quarter, 1 as total, (status = 'failed')::integer as failed
    from accepts join inserted using (id)
    union all
    select flow_id, quarter, 0, 1 from locked where status = 'failed'
  ) as part
  group by flow_id, quarter order by flow_id, quarter
  on conflict (started_quarter, flow_id, process_id) do update set
    total = stored.total + excluded.total, failed = stored.failed + excluded.failed
)
select accepts.id as "runId", claimed.run_id as winner, claimed.body_hash <> accepts.body_hash as conflict
from accepts join claimed using (flow_id, credential, key) where claimed.run_id <> accepts.id
union all
select run_id, null, false from changes where run_id not in (select run_id from locked)`

const flushStatement: PreparedStatement = {
  name: 'flush_runs',
  types: ['json', 'json', 'json', 'uuid', 'uuid', 'uuid', 'timestamptz'],
  sql: flushSql,
}

function sized(row: Omit<FlushRow, 'bytes'>): FlushRow {
  return { ...row, bytes: Buffer.byteLength(row.run) + Buffer.byteLength(row.step ?? '') }
}

/** A row of `json_to_recordset`: plain columns, and columns that are json themselves. */
function jsonRow(plain: JsonObject, json: Readonly<Record<string, unknown>>): string {
  let text = jsonText(plain).slice(0, -1)
  for (const name in json) {
    const value = json[name]
    // A missing column reads as null.
    if (value !== null && value !== undefined) text += `,"${name}":${jsonText(value)}`
  }
  return `${text}}`
}

function jsonList(rows: readonly string[]): string {
  return `[${rows.join(',')}]`
}

function stepRow(runId: string, epoch: number, step: StepRow): string {
  const { inputs, outputs, variables, warnings, error } = step
  return jsonRow(
    {
      run_id: runId,
      seq: step.seq,
      epoch,
      node_id: step.nodeId,
      visit: step.visit,
      type: step.type,
      name: step.name,
      exit: step.exit,
      started_at: step.startedAt.toISOString(),
      duration_ms: step.durationMs,
    },
    { inputs, outputs, variables, warnings, error },
  )
}

/** What the run list shows of its steps, kept on the run so that the list reads no steps. */
function failedStep(step: StepRow | undefined): FailedStep | null {
  if (step === undefined || step.error === null) return null
  return { nodeId: step.nodeId, name: step.name, code: step.error.code }
}

function quarterOf(runId: string): string {
  return new Date(Math.floor(timeOfId(runId).getTime() / QUARTER_MS) * QUARTER_MS).toISOString()
}
