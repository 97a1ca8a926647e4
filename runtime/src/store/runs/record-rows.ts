import type { FailedStep } from '../schema/tables.ts'
import type { RecordEncoders } from './record-encoders.ts'
import type { AcceptFields, ChangeFields } from './run-columns.ts'
import type { AcceptRecord, BeginRecord, EndRecord, ParkRecord, StepRecord, StepRow } from './run-records.ts'

/** `waitingFor` of an event that is held for a paused flow. */
export const HELD = 'resume'

/** A record in the form that a flush sends: its row in `run` and its steps, encoded. */
export interface EncodedRow {
  readonly kind: 'accept' | 'change'
  readonly runId: string
  readonly run: Buffer
  readonly steps: readonly Buffer[]
  readonly hasKey: boolean
  /** Whether it changes how many runs of the flow began or failed. */
  readonly isCounted: boolean
  /** Identifies this record in the database when a flush is retried because its reply was lost. */
  readonly mark: StoredMark
  /** Size of the encoded rows. */
  readonly bytes: number
}

/** A record with the values that its row in `run` was encoded from. */
export type FlushRow = AcceptRow | ChangeRow

export interface AcceptRow extends EncodedRow {
  readonly kind: 'accept'
  readonly fields: AcceptFields
}

export interface ChangeRow extends EncodedRow {
  readonly kind: 'change'
  readonly fields: ChangeFields
}

export interface StoredMark {
  readonly epoch: number
  /** Null when the run ends without a step. */
  readonly seq: number | null
  readonly endedAt: string | null
}

/** @throws AppError NOT_STORABLE */
export function acceptRow(encoders: RecordEncoders, record: AcceptRecord): AcceptRow {
  const { runId, dedupe, final, held, replay, step } = record
  const fields: AcceptFields = {
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
  const steps = [step, ...(record.copiedSteps ?? [])].map((row) => stepRow(encoders, { runId, epoch: 1 }, row))
  const mark = { epoch: 1, seq: step.seq, endedAt: null }
  const run = encoders.accept.row(fields)
  const about = { runId, fields, hasKey: dedupe !== undefined, isCounted: true, mark }
  return { kind: 'accept', ...about, ...sized(run, steps) }
}

/** @throws AppError NOT_STORABLE */
export function changeRow(encoders: RecordEncoders, record: StepRecord | EndRecord): ChangeRow {
  const { runId, epoch, end } = record
  const step = 'step' in record ? record.step : undefined
  const fields: ChangeFields = {
    ...unchanged,
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
  const steps = step === undefined ? [] : [stepRow(encoders, { runId, epoch }, step)]
  const mark = { epoch, seq: step?.seq ?? null, endedAt: end?.finishedAt.toISOString() ?? null }
  const about = { runId, fields, hasKey: false, isCounted: end?.status === 'failed', mark }
  return { kind: 'change', ...about, ...sized(encoders.change.row(fields), steps) }
}

/** @throws AppError NOT_STORABLE */
export function parkRow(encoders: RecordEncoders, record: ParkRecord): ChangeRow {
  const { runId, epoch, waitingFor, until, wait, phase } = record
  return withoutStep(encoders, {
    ...unchanged,
    run_id: runId,
    epoch,
    status: phase === 'announce' ? null : 'waiting',
    waiting_for: waitingFor,
    due_at: until,
    is_new_wait: phase !== 'settle',
    wait,
  })
}

/** Marks a queued run as running and changes nothing else. */
export function beginRow(encoders: RecordEncoders, { runId, epoch }: BeginRecord): ChangeRow {
  return withoutStep(encoders, { ...unchanged, run_id: runId, epoch, status: 'running' })
}

/** Values of a change that leaves every column as it is. */
const unchanged = {
  status: null,
  next_node_id: null,
  waiting_for: null,
  due_at: null,
  is_new_wait: null,
  wait: null,
  failed_step: null,
  warning_count: 0,
  error: null,
  result: null,
  finished_at: null,
} as const satisfies Omit<ChangeFields, 'run_id' | 'epoch'>

function withoutStep(
  encoders: RecordEncoders,
  fields: ChangeFields & { readonly run_id: string; readonly epoch: number },
): ChangeRow {
  const { run_id: runId, epoch } = fields
  const about = { runId, fields, hasKey: false, isCounted: false, mark: { epoch, seq: null, endedAt: null } }
  return { kind: 'change', ...about, ...sized(encoders.change.row(fields), []) }
}

function sized(run: Buffer, steps: readonly Buffer[]): Pick<EncodedRow, 'run' | 'steps' | 'bytes'> {
  return { run, steps, bytes: steps.reduce((sum, step) => sum + step.length, run.length) }
}

function stepRow(
  encoders: RecordEncoders,
  { runId, epoch }: { readonly runId: string; readonly epoch: number },
  step: StepRow,
): Buffer {
  return encoders.step.row({
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

/** What the run list shows of a failed step. Stored with the run, so that the list need not read steps. */
function failedStep(step: StepRow | undefined): FailedStep | null {
  if (step === undefined || step.error === null) return null
  return { nodeId: step.nodeId, name: step.name, code: step.error.code }
}
