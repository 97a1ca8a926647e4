import type { JsonObject } from '@patchbay/shared/json'
import type { StepResult } from '../kit/node.ts'
import type { ActiveRun } from './active-run.ts'
import type { PlanAction } from './plan.ts'
import { addStep, setDateTime } from './scope.ts'

/**
 * The values that a run hands back to the run that has started it, made of what it knows at its end. Secrets are
 * masked: the other run may be of another flow. Null when it hands nothing back.
 */
export function handBack(run: ActiveRun, node: PlanAction, result: StepResult, now: Date): JsonObject | null {
  const begunBy = run.plan.nodes.get(run.startNodeId)
  const render = begunBy?.renderAtEnd
  if (begunBy?.module.handsBack === undefined || render === undefined) return null
  const scope = Object.assign(Object.create(null), run.scope)
  addStep(scope, node.outputKey, result.outputs ?? {}, result.variables ?? {})
  if (render.readsDateTime) setDateTime(scope, now, run.plan.settings.timeZone)
  return run.plan.mask.hide(begunBy.module.handsBack(render(scope).values))
}
