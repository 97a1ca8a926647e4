import type { JsonObject } from '@patchbay/shared/json'
import type { StepResult } from '../kit/node.ts'
import type { ActiveRun } from './active-run.ts'
import type { PlanAction } from './plan.ts'
import { addStep, type Scope } from './scope.ts'
import { valuesAtEnd } from './values-at-end.ts'

/**
 * The values that a run hands back to the run that has started it, made of what it knows at its end. Secrets are
 * masked: the other run may be of another flow. Null when it hands nothing back.
 */
export function handBack(run: ActiveRun, node: PlanAction, result: StepResult, now: Date): JsonObject | null {
  const begunBy = run.plan.nodes.get(run.startNodeId)
  if (begunBy?.renderAtEnd === undefined) return null
  const scope: Scope = Object.assign(Object.create(null), run.scope)
  addStep(scope, node.outputKey, result.outputs ?? {}, result.variables ?? {})
  return run.plan.mask.hide(valuesAtEnd(begunBy, scope, now, run.plan.settings.timeZone))
}
