import type { OpenRun } from '../store/runs/run-records.ts'
import type { ActiveRun } from './active-run.ts'
import type { Plan } from './plan.ts'
import { addStep, createScope } from './scope.ts'

/**
 * An unfinished run brought back to where its last stored step left it. Unless it was stored as queued, the next
 * action may have begun before the crash.
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
  }
}

/** The trigger's step is stored with the event, steps of a repeated run are older; the first after them began it. */
function beganAt({ steps, wait, startedAt }: OpenRun): Date | null {
  const first = steps.find((step) => step.seq > 1 && step.startedAt >= startedAt)
  if (first !== undefined) return first.startedAt
  return wait === null ? null : new Date(wait.startedAt)
}
