import type { OpenRun } from '../store/runs/run-records.ts'
import type { ActiveRun } from './active-run.ts'
import type { Plan } from './plan.ts'
import { addStep, createScope } from './scope.ts'

/**
 * Restores an unfinished run from its stored steps. Unless it was stored as queued, its next action may have begun
 * before the crash.
 */
export function resumeRun(open: OpenRun, plan: Plan): ActiveRun {
  const item = plan.mask.open(open.input)
  const scope = createScope({ runId: open.id, plan, item, startedAt: open.startedAt })
  const visits = new Map<number, number>()
  for (const step of open.steps) {
    visits.set(step.nodeId, step.visit)
    const outputKey = plan.nodes.get(step.nodeId)?.outputKey
    if (outputKey !== undefined) addStep(scope, outputKey, plan.mask.open(step.outputs), plan.mask.open(step.variables))
  }
  return {
    id: open.id,
    plan,
    epoch: open.epoch,
    contact: open.contact,
    scope,
    visits,
    abort: new AbortController(),
    seq: open.steps.at(-1)?.seq ?? 0,
    nextNodeId: open.nextNodeId,
    beganAt: beganAt(open),
    pending: open.wait === null ? null : { wait: open.wait, wake: open.wake },
    mayHaveStarted: open.status !== 'queued',
    isQueued: open.status === 'queued',
    isCancelled: open.cancelRequested,
    previousRunId: undefined,
  }
}

/** When its first action began: the first step after the trigger's own and after the copied steps of a replay. */
function beganAt({ steps, wait, startedAt }: OpenRun): Date | null {
  const first = steps.find((step) => step.seq > 1 && step.startedAt >= startedAt)
  if (first !== undefined) return first.startedAt
  return wait === null ? null : new Date(wait.startedAt)
}
