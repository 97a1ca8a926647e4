import type { JsonObject } from '@patchbay/shared/json'
import { answerOf, type CallerAnswer } from '../kit/caller-answer.ts'
import { showSealed } from '../platform/secrets/mask.ts'
import type { OpenRun, StepRow } from '../store/runs/run-records.ts'
import type { ActiveRun } from './active-run.ts'
import type { Plan } from './plan.ts'
import { addStep, createScope, openedStep, type Scope } from './scope.ts'
import { startedByOf } from './started-by.ts'

/**
 * Restores an unfinished run from its stored steps. Unless it was stored as queued, its next action may have begun
 * before the crash.
 * @param inherited what an item takes over from the run that has started it
 */
export function resumeRun(open: OpenRun, plan: Plan, inherited?: Scope): ActiveRun {
  const item = plan.mask.open(open.input)
  const scope = createScope({ runId: open.id, plan, item, startedAt: open.startedAt }, inherited)
  const visits = new Map<number, number>()
  for (const step of open.steps) {
    visits.set(step.nodeId, step.visit)
    const node = plan.nodes.get(step.nodeId)
    if (node !== undefined) addStep(scope, node, openedStep(step, plan.mask))
  }
  return {
    id: open.id,
    plan,
    epoch: open.epoch,
    contact: open.contact,
    startedBy: startedByOf(open.steps[0]?.inputs),
    parent: open.parent,
    test: open.test,
    startNodeId: open.trigger.nodeId,
    address: open.address,
    scope,
    visits,
    abort: new AbortController(),
    seq: open.steps.at(-1)?.seq ?? 0,
    nextNodeId: open.nextNodeId,
    part: partOf(open.steps.at(-1), open.nextNodeId, plan),
    beganAt: beganAt(open),
    pending: open.wait === null ? null : { wait: open.wait, wake: open.wake },
    mayHaveStarted: open.status !== 'queued',
    isQueued: open.status === 'queued',
    isCancelled: open.cancelRequested,
    mayHaveOpenChildren: open.wait?.turns !== undefined && open.wake?.reason !== 'event',
    previousRunId: undefined,
    callerUntil: callerUntil(open),
    answer: answerIn(open, plan),
  }
}

/** The last step, where it is a part of what the next action does: it has no exit, and leads to itself. */
export function partOf(step: StepRow | undefined, nextNodeId: number | null, { mask }: Plan): JsonObject | undefined {
  const isPart = step !== undefined && step.exit === null && step.error === null && step.nodeId === nextNodeId
  return isPart ? mask.open(step.outputs) : undefined
}

function callerUntil({ steps }: OpenRun): Date | null {
  const until = steps[0]?.inputs.callerUntil
  return typeof until === 'string' ? new Date(until) : null
}

/** What an earlier step has answered. */
function answerIn({ steps }: OpenRun, plan: Plan): CallerAnswer | null {
  const step = steps.find(({ nodeId, error }) => error === null && plan.nodes.get(nodeId)?.definition.answers)
  return step === undefined ? null : (answerOf(showSealed(step.outputs)) ?? null)
}

/** When its first action began: the first step after the trigger's own and after the copied steps of a replay. */
function beganAt({ steps, wait, startedAt }: OpenRun): Date | null {
  const first = steps.find((step) => step.seq > 1 && step.startedAt >= startedAt)
  if (first !== undefined) return first.startedAt
  return wait === null ? null : new Date(wait.startedAt)
}
