import { DAY_MS } from '@patchbay/shared/time'
import { eventKey } from '../journal/known-state.ts'
import type { MessageRecord } from '../messages/message-records.ts'
import type { FailedStep } from '../schema/run-tables.ts'
import { factsOf, isShort, type JournalFacts, messageBytes, messageFields, messagesOf } from './message-rows.ts'
import type { RecordEncoders } from './record-encoders.ts'
import type { AcceptFields, ChangeFields, MessageFields } from './run-columns.ts'
import type {
  AcceptRecord,
  BeginRecord,
  EndRecord,
  Parent,
  ParentLink,
  ParkRecord,
  StepRecord,
  StepRow,
} from './run-records.ts'
import { REPLY } from './wait-keys.ts'

/** `waitingFor` of an event that is held for a paused flow. */
export const HELD = 'resume'

/** How long after its time a wait is still found by its key. Its run decides whether it still waits. */
const ASKED_MS = DAY_MS

/** A record in the form that a flush sends: its row in `run`, its steps and its messages, encoded. */
export interface EncodedRow {
  readonly kind: 'accept' | 'change' | 'message'
  /** The run, or for a message that belongs to no run the message. */
  readonly runId: string
  /** Empty for a message that belongs to no run. */
  readonly run: Buffer
  readonly steps: readonly Buffer[]
  readonly messages: readonly Buffer[]
  /** Its wait with the key of what it waits for. */
  readonly runWait?: Buffer
  /** Whether one of its messages comes from a contact. */
  readonly hasReceived: boolean
  readonly hasKey: boolean
  /** Whether it changes how many runs of the flow began or failed. */
  readonly isCounted: boolean
  /** Identifies this record in the database when a flush is retried because its reply was lost. */
  readonly mark: StoredMark
  /** Size of the encoded rows. */
  readonly bytes: number
}

/** A record with the values that its row in `run` was encoded from. */
export type FlushRow = AcceptRow | ChangeRow | MessageRow

export interface AcceptRow extends EncodedRow, JournalFacts {
  readonly kind: 'accept'
  readonly fields: AcceptFields
}

export interface ChangeRow extends EncodedRow, JournalFacts {
  readonly kind: 'change'
  readonly fields: ChangeFields
}

/** A message that starts, continues and belongs to no run. */
export interface MessageRow extends EncodedRow, JournalFacts {
  readonly kind: 'message'
  readonly fields: MessageFields
}

export interface StoredMark {
  readonly epoch: number
  /** Null when the run ends without a step. */
  readonly seq: number | null
  readonly endedAt: string | null
}

/** @throws AppError NOT_STORABLE */
export function acceptRow(encoders: RecordEncoders, record: AcceptRecord): AcceptRow {
  const { runId, dedupe, final, held, replay, step, copiedSteps = [], doneSteps = [] } = record
  const ownSteps = [step, ...doneSteps]
  // The statement stores the run only with the message that names it.
  const message = record.message === undefined ? undefined : { ...record.message, runId }
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
    waiting_for: held === undefined ? null : (held.for ?? HELD),
    due_at: held?.until,
    replay_of: replay?.runId,
    replay_from: replay?.fromStep,
    parent_id: record.parent?.runId,
    parent: record.parent === undefined ? null : linkOf(record.parent),
    has_exit: record.hasExit === true ? true : null,
    test: record.test,
    credential: dedupe?.credential,
    key: dedupe?.key,
    body_hash: dedupe?.bodyHash,
    expires_at: dedupe?.expiresAt,
    failed_step: failedStep(ownSteps.find(({ error }) => error !== null)),
    warning_count: ownSteps.reduce((sum, { warnings }) => sum + warnings.length, 0),
    error: final?.error,
    result: final?.result,
    finished_at: final?.finishedAt,
  }
  const steps = [step, ...copiedSteps, ...doneSteps].map((row) => stepRow(encoders, { runId, epoch: 1 }, row))
  const mark = { epoch: 1, seq: step.seq, endedAt: null }
  const run = encoders.accept.row(fields)
  const messages = message === undefined ? [] : [messageBytes(encoders, message)]
  const hasReceived = message?.direction === 'in'
  const facts = factsOf(message === undefined ? [] : [message])
  const keys =
    dedupe === undefined ? facts.keys : [...facts.keys, eventKey(record.flowId, dedupe.credential, dedupe.key)]
  const isIndexable = facts.isIndexable && [record.contact, record.address?.value, dedupe?.key].every(isShort)
  const about = {
    runId,
    fields,
    hasKey: dedupe !== undefined,
    hasReceived,
    isCounted: record.parent === undefined && record.test === undefined,
    mark,
    ...facts,
  }
  return { kind: 'accept', ...about, keys, isIndexable, ...sized({ run, steps, messages }) }
}

function linkOf({ runId: _, ...link }: Parent): ParentLink {
  return link
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
  const sent = 'messages' in record ? record.messages : undefined
  const messages = messagesOf(encoders, sent)
  const isCounted = end?.status === 'failed'
  const about = { runId, fields, hasKey: false, hasReceived: false, isCounted, mark, ...factsOf(sent) }
  return { kind: 'change', ...about, ...sized({ run: encoders.change.row(fields), steps, messages }) }
}

/** @throws AppError NOT_STORABLE */
export function parkRow(encoders: RecordEncoders, record: ParkRecord): ChangeRow {
  const { runId, epoch, waitingFor, until, wait, phase, key } = record
  const row = withoutStep(encoders, {
    ...unchanged,
    run_id: runId,
    epoch,
    status: phase === 'announce' ? null : 'waiting',
    waiting_for: waitingFor,
    due_at: until,
    is_new_wait: phase !== 'settle',
    wait,
  })
  const messages = messagesOf(encoders, record.messages)
  const bytes = messages.reduce((sum, message) => sum + message.length, row.bytes)
  if (key === undefined || phase === 'settle') return { ...row, messages, bytes }
  const runWait = encoders.runWait.row({
    run_id: runId,
    key,
    asked_at: new Date(wait.startedAt),
    expires_at: new Date(until.getTime() + ASKED_MS),
  })
  const asked = key.startsWith(REPLY) ? { asksIn: key } : {}
  return { ...row, messages, runWait, ...asked, bytes: bytes + runWait.length }
}

/** @throws AppError NOT_STORABLE */
export function messageRow(encoders: RecordEncoders, message: MessageRecord): MessageRow {
  const { id: runId } = message
  const fields = messageFields(message)
  const messages = [encoders.message.row(fields)]
  const hasReceived = message.direction === 'in'
  const about = { runId, fields, hasKey: false, hasReceived, isCounted: false, mark: noMark, ...factsOf([message]) }
  return { kind: 'message', ...about, ...sized({ run: noBytes, steps: [], messages }) }
}

const noMark: StoredMark = { epoch: 0, seq: null, endedAt: null }
const noBytes = Buffer.alloc(0)

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
  const mark = { epoch, seq: null, endedAt: null }
  const about = { runId, fields, hasKey: false, hasReceived: false, isCounted: false, mark, ...factsOf() }
  return { kind: 'change', ...about, ...sized({ run: encoders.change.row(fields), steps: [], messages: [] }) }
}

type Encoded = Pick<EncodedRow, 'run' | 'steps' | 'messages'>

function sized(encoded: Encoded): Encoded & Pick<EncodedRow, 'bytes'> {
  const parts = [...encoded.steps, ...encoded.messages]
  return { ...encoded, bytes: parts.reduce((sum, part) => sum + part.length, encoded.run.length) }
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
