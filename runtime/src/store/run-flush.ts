import type { JsonObject } from '@patchbay/shared/json'
import { sql } from 'kysely'
import type { Database } from './database.ts'
import { flushStatement } from './flush-statement.ts'
import { jsonText } from './json-text.ts'
import type { AcceptRecord, BeginRecord, EndRecord, ParkRecord, StepRecord, StepRow } from './run-records.ts'
import type { FailedStep } from './tables.ts'
import { timeOfId } from './uuid.ts'

const QUARTER_MS = 900_000

/** `waitingFor` of an event of a paused flow. */
export const HELD = 'resume'

/** One record as it goes into a flush: JSON text of its row in `run` and of its step. */
export interface FlushRow {
  readonly kind: 'accept' | 'change'
  readonly runId: string
  readonly run: string
  readonly steps: readonly string[]
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
  /** The record was stored; somebody asked for the run to be cancelled. */
  readonly isCancelled: boolean
}

/** @throws AppError NOT_STORABLE */
export function acceptRow(record: AcceptRecord): FlushRow {
  const { runId, dedupe, final, held, replay, step } = record
  const run = jsonRow(
    {
      id: runId,
      flow_id: record.flowId,
      version: record.version,
      status: final?.status ?? (held === undefined ? record.status : 'waiting'),
      trigger_node_id: record.triggerNodeId,
      trigger_type: record.triggerType,
      contact: record.contact,
      address: record.address,
      next_node_id: record.nextNodeId,
      waiting_for: held === undefined ? null : HELD,
      due_at: held?.until?.toISOString() ?? null,
      replay_of: replay?.runId ?? null,
      replay_from: replay?.fromStep ?? null,
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
  const steps = [step, ...(record.copiedSteps ?? [])].map((row) => stepRow(runId, 1, row))
  return sized({ kind: 'accept', runId, run, steps, mark })
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
  return sized({ kind: 'change', runId, run, steps: step === undefined ? [] : [stepRow(runId, epoch, step)], mark })
}

/** @throws AppError NOT_STORABLE */
export function parkRow({ runId, epoch, waitingFor, until, wait, phase }: ParkRecord): FlushRow {
  const run = jsonRow(
    {
      run_id: runId,
      epoch,
      status: phase === 'announce' ? null : 'waiting',
      quarter: quarterOf(runId),
      waiting_for: waitingFor,
      due_at: until.toISOString(),
      is_new_wait: phase !== 'settle',
      warning_count: 0,
    },
    { wait },
  )
  return sized({ kind: 'change', runId, run, steps: [], mark: { epoch, seq: null, endedAt: null } })
}

/** A queued run begins; everything else stays as it is. */
export function beginRow({ runId, epoch }: BeginRecord): FlushRow {
  const run = jsonRow({ run_id: runId, epoch, status: 'running', quarter: quarterOf(runId), warning_count: 0 }, {})
  return sized({ kind: 'change', runId, run, steps: [], mark: { epoch, seq: null, endedAt: null } })
}

/** Stores a group of records, at most one per run, in one statement: all of them or none. */
export async function flushRows(
  database: Database,
  rows: readonly FlushRow[],
  context: { readonly processId: string; readonly now: Date },
): Promise<readonly FlushException[]> {
  const accepts = rows.filter(({ kind }) => kind === 'accept')
  const changes = rows.filter(({ kind }) => kind === 'change')
  const steps = rows.flatMap((row) => row.steps)
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

function sized(row: Omit<FlushRow, 'bytes'>): FlushRow {
  const bytes = row.steps.reduce((sum, step) => sum + Buffer.byteLength(step), Buffer.byteLength(row.run))
  return { ...row, bytes }
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
    { inputs, outputs, variables, warnings, error, attempts: step.attempts },
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
