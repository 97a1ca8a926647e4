import { sql } from 'kysely'
import type { Database, RecordEncoders } from '../database.ts'
import { jsonText } from '../json-text.ts'
import type { FailedStep } from '../schema/tables.ts'
import { sqlState } from '../store-errors.ts'
import { DEFAULT_PARTITIONS, dayOfPartition, type PartitionPair, partitionPair } from '../upkeep/partitions.ts'
import { timeOfId } from '../uuid.ts'
import { type FlushParts, type FlushValues, flushStatement } from './flush-statement.ts'
import type { RowValues } from './row-encoder.ts'
import type { AcceptRecord, BeginRecord, EndRecord, ParkRecord, StepRecord, StepRow } from './run-records.ts'

/** `waitingFor` of an event of a paused flow. */
export const HELD = 'resume'

/** One record as it goes into a flush: its row in `run` and its steps as the database takes them. */
export interface FlushRow {
  readonly kind: 'accept' | 'change'
  readonly runId: string
  readonly run: Buffer
  /** What `run` was made of. */
  readonly fields: RowValues
  readonly steps: readonly Buffer[]
  readonly hasKey: boolean
  /** It changes how many runs of the flow began or failed. */
  readonly isCounted: boolean
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
export function acceptRow(encoders: RecordEncoders, record: AcceptRecord): FlushRow {
  const { runId, dedupe, final, held, replay, step } = record
  const fields = {
    id: runId,
    flow_id: record.flowId,
    version: record.version,
    status: final?.status ?? (held === undefined ? record.status : 'waiting'),
    trigger_node_id: record.triggerNodeId,
    trigger_type: record.triggerType,
    contact: record.contact,
    channel: record.address?.channel,
    address: record.address?.value,
    input: record.input,
    next_node_id: record.nextNodeId,
    waiting_for: held === undefined ? null : HELD,
    due_at: held?.until,
    replay_of: replay?.runId,
    replay_from: replay?.fromStep,
    credential: dedupe?.credential,
    key: dedupe?.key,
    body_hash: dedupe?.bodyHash,
    expires_at: dedupe?.expiresAt,
    failed_step: failedStep(step),
    warning_count: step.warnings.length,
    error: final?.error,
    result: final?.result,
    finished_at: final?.finishedAt,
  }
  const run = encoders.run_accept_2.row(fields)
  const mark = { epoch: 1, seq: step.seq, endedAt: null }
  const steps = [step, ...(record.copiedSteps ?? [])].map((row) => stepRow(encoders, { runId, epoch: 1 }, row))
  return sized({ kind: 'accept', runId, run, fields, steps, hasKey: dedupe !== undefined, isCounted: true, mark })
}

/** @throws AppError NOT_STORABLE */
export function changeRow(encoders: RecordEncoders, record: StepRecord | EndRecord): FlushRow {
  const { runId, epoch, end } = record
  const step = 'step' in record ? record.step : undefined
  const fields = {
    run_id: runId,
    epoch,
    status: end?.status ?? ('status' in record ? record.status : null),
    next_node_id: 'nextNodeId' in record ? record.nextNodeId : null,
    failed_step: failedStep(step),
    warning_count: step?.warnings.length ?? 0,
    error: end?.error,
    result: end?.result,
    finished_at: end?.finishedAt,
  }
  const run = encoders.run_change.row(fields)
  const mark = { epoch, seq: step?.seq ?? null, endedAt: end?.finishedAt.toISOString() ?? null }
  const steps = step === undefined ? [] : [stepRow(encoders, { runId, epoch }, step)]
  return sized({ kind: 'change', runId, run, fields, steps, hasKey: false, isCounted: end?.status === 'failed', mark })
}

/** @throws AppError NOT_STORABLE */
export function parkRow(encoders: RecordEncoders, record: ParkRecord): FlushRow {
  const { runId, epoch, waitingFor, until, wait, phase } = record
  return runChange(encoders, {
    run_id: runId,
    epoch,
    status: phase === 'announce' ? null : 'waiting',
    waiting_for: waitingFor,
    due_at: until,
    is_new_wait: phase !== 'settle',
    wait,
  })
}

/** A queued run begins; everything else stays as it is. */
export function beginRow(encoders: RecordEncoders, { runId, epoch }: BeginRecord): FlushRow {
  return runChange(encoders, { run_id: runId, epoch, status: 'running' })
}

function runChange(
  encoders: RecordEncoders,
  values: RowValues & { readonly run_id: string; readonly epoch: number },
): FlushRow {
  const { run_id: runId, epoch } = values
  const fields = { ...values, warning_count: 0 }
  const run = encoders.run_change.row(fields)
  const mark = { epoch, seq: null, endedAt: null }
  return sized({ kind: 'change', runId, run, fields, steps: [], hasKey: false, isCounted: false, mark })
}

/**
 * Stores a group of records of one day, at most one per run, in one statement: all of them or none. The records of a
 * day without partitions of its own are in the default ones.
 */
export async function flushRows(
  database: Pick<Database, 'records' | 'prepared'>,
  rows: readonly FlushRow[],
  context: FlushContext,
): Promise<readonly FlushException[]> {
  const [first] = rows
  if (first === undefined) return []
  const group = groupOf(database.records, rows, context)
  const store = async (partitions: PartitionPair) => {
    const statement = flushStatement({
      ...group.parts,
      runTable: partitions.run,
      stepTable: partitions.step,
    })
    const values = group.values()
    return database.prepared<FlushException>(
      statement,
      statement.parameters.map((parameter) => values[parameter]),
    )
  }
  const ofDay = partitionPair(dayOfPartition(timeOfId(first.runId)))
  try {
    return await store(ofDay)
  } catch (error) {
    if (sqlState(error) !== UNDEFINED_TABLE) throw error
  }
  try {
    return await store(DEFAULT_PARTITIONS)
  } catch (error) {
    // Somebody has just made the day's partitions.
    if (sqlState(error) !== CHECK_VIOLATION) throw error
    return store(ofDay)
  }
}

export interface FlushContext {
  readonly processId: string
  readonly now: Date
}

const UNDEFINED_TABLE = '42P01'
const CHECK_VIOLATION = '23514'

function groupOf(
  encoders: RecordEncoders,
  rows: readonly FlushRow[],
  { processId, now }: FlushContext,
): { readonly parts: Omit<FlushParts, 'runTable' | 'stepTable'>; readonly values: () => FlushValues } {
  const accepts = rows.filter(({ kind }) => kind === 'accept')
  const changes = rows.filter(({ kind }) => kind === 'change')
  const steps = rows.flatMap((row) => row.steps)
  return {
    parts: {
      hasAccepts: accepts.length > 0,
      hasKeys: accepts.some(({ hasKey }) => hasKey),
      hasChanges: changes.length > 0,
      hasSteps: steps.length > 0,
      hasCounts: rows.some(({ isCounted }) => isCounted),
    },
    // Made for each try, which may use the bytes up.
    values: () => ({
      accepts: encoders.run_accept_2.list(accepts.map(({ run }) => run)),
      changes: encoders.run_change.list(changes.map(({ run }) => run)),
      steps: encoders.run_step_record.list(steps),
      process: processId,
      now: now.toISOString(),
    }),
  }
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
  const bytes = row.steps.reduce((sum, step) => sum + step.length, row.run.length)
  return { ...row, bytes }
}

function stepRow(
  encoders: RecordEncoders,
  { runId, epoch }: { readonly runId: string; readonly epoch: number },
  step: StepRow,
): Buffer {
  return encoders.run_step_record.row({
    run_id: runId,
    seq: step.seq,
    epoch,
    node_id: step.nodeId,
    visit: step.visit,
    type: step.type,
    name: step.name,
    exit: step.exit,
    inputs: step.inputs,
    outputs: step.outputs,
    variables: step.variables,
    warnings: step.warnings,
    error: step.error,
    started_at: step.startedAt,
    duration_ms: step.durationMs,
    attempts: step.attempts,
  })
}

/** What the run list shows of its steps, kept on the run so that the list reads no steps. */
function failedStep(step: StepRow | undefined): FailedStep | null {
  if (step === undefined || step.error === null) return null
  return { nodeId: step.nodeId, name: step.name, code: step.error.code }
}
