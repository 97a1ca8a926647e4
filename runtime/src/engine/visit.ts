import type { RunErrorBody, StepAttemptResource, StepWarning } from '@patchbay/shared/api'
import { isJsonObject, type JsonObject } from '@patchbay/shared/json'
import type { StepResult } from '../kit/node.ts'
import type { MessageRecord } from '../store/messages/message-records.ts'
import type { StepRow } from '../store/runs/run-records.ts'
import type { ActiveRun, PendingStep } from './active-run.ts'
import type { RenderedInputs } from './input-renderer.ts'
import type { PlanAction } from './plan.ts'

/** One visit of one action, from its first try to its result, waits included. */
export interface Visit {
  readonly node: PlanAction
  /** Which visit of the action it is, from 1. */
  readonly count: number
  readonly startedAt: Date
  readonly startedMs: number
  /** Failed tries before the current one. */
  readonly attempts: StepAttemptResource[]
  /** Messages that it has sent, stored with its result. */
  readonly messages: MessageRecord[]
  /** The wait that the visit continues; cleared once it is used. */
  pending: PendingStep | null
  /** The values of `$contact` and `$conversation` that its inputs use, once they are read. */
  people: JsonObject | undefined
}

/** The next visit of the run, or the one that waited. */
export function beginVisit(run: ActiveRun, node: PlanAction, now: Date): Visit {
  const { pending } = run
  const count = (run.visits.get(node.id) ?? 0) + 1
  const startedMs = performance.now()
  run.pending = null
  if (pending === null) {
    return { node, count, startedAt: now, startedMs, attempts: [], messages: [], pending, people: undefined }
  }
  const startedAt = new Date(pending.wait.startedAt)
  const beganMs = startedMs - Math.max(0, now.getTime() - startedAt.getTime())
  const { attempts, people: used } = pending.wait
  const people = used === undefined ? undefined : run.plan.mask.open(used)
  return { node, count, startedAt, startedMs: beganMs, attempts: [...attempts], messages: [], pending, people }
}

/** The step as it is stored: secrets masked in inputs, sealed in what a resume needs again. */
export function rowOf(run: ActiveRun, visit: Visit, inputs: RenderedInputs, result: StepResult): StepRow {
  const { mask } = run.plan
  const { node, attempts } = visit
  const row: StepRow = {
    seq: run.seq + 1,
    nodeId: node.id,
    visit: visit.count,
    type: node.definition.id,
    name: node.name,
    exit: node.exits.has(result.exit) ? result.exit : null,
    inputs: mask.hide(asObject(inputs.shown)),
    outputs: mask.seal(result.outputs ?? {}),
    variables: mask.seal(result.variables ?? {}),
    // A warning may quote the keys of a reply.
    warnings: mask.hide(warningsOf(inputs, result)),
    error: result.error === undefined ? null : mask.hide({ ...result.error, nodeId: node.id }),
    startedAt: visit.startedAt,
    durationMs: millisecondsSince(visit.startedMs),
  }
  return attempts.length === 0 ? row : { ...row, attempts }
}

/** The record of a failed try that is followed by another. */
export function attemptOf(run: ActiveRun, error: RunErrorBody, times: AttemptTimes): StepAttemptResource {
  const { code, message } = run.plan.mask.hide(error)
  const { startedAt, startedMs, waitMs } = times
  return { startedAt: startedAt.toISOString(), durationMs: millisecondsSince(startedMs), code, message, waitMs }
}

export interface AttemptTimes {
  readonly startedAt: Date
  readonly startedMs: number
  readonly waitMs: number
}

function millisecondsSince(startedMs: number): number {
  return Math.round((performance.now() - startedMs) * 1000) / 1000
}

function warningsOf(inputs: RenderedInputs, { warnings = [] }: StepResult): readonly StepWarning[] {
  const { missing, warnings: functions = [] } = inputs
  if (missing.length === 0 && functions.length === 0) return warnings
  return [...missingWarnings(missing), ...functions.map(functionWarning), ...warnings]
}

function functionWarning(message: string): StepWarning {
  return { code: 'FUNCTION_EMPTY', message }
}

/** Most variables without a value that a step names. */
const MAX_NAMED = 100

function missingWarnings(missing: readonly string[]): StepWarning[] {
  const named = missing
    .slice(0, MAX_NAMED)
    .map((name) => ({ code: 'VARIABLE_EMPTY', message: `$${name} had no value here.` }))
  if (missing.length <= MAX_NAMED) return named
  return [...named, { code: 'VARIABLE_EMPTY', message: `${missing.length - MAX_NAMED} more variables had no value.` }]
}

function asObject(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {}
}
