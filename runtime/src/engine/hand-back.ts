import type { JsonObject } from '@patchbay/shared/json'
import type { StepResult } from '../kit/node.ts'
import type { ActiveRun } from './active-run.ts'
import { type PeopleServices, readPeople } from './people.ts'
import type { PlanAction } from './plan.ts'
import { addStep, type Scope, valuesOfStep } from './scope.ts'
import { valuesAtEnd } from './values-at-end.ts'

export interface HandingBack {
  readonly run: ActiveRun
  /** The last action, and what it has left. */
  readonly node: PlanAction
  readonly result: StepResult
  readonly now: Date
  readonly services: PeopleServices
}

/**
 * The values that a run hands back to the run that has started it, made of what it knows at its end. Secrets are
 * masked: the other run may be of another flow. Null when it hands nothing back.
 */
export async function handBack({ run, node, result, now, services }: HandingBack): Promise<JsonObject | null> {
  const begunBy = run.plan.nodes.get(run.startNodeId)
  if (begunBy?.renderAtEnd === undefined) return null
  const scope: Scope = Object.assign(Object.create(null), run.scope)
  addStep(scope, node, valuesOfStep(result))
  const reads = begunBy.renderAtEnd.readsPeople
  if (reads.size > 0) await readPeople({ ...run, scope }, reads, services)
  return run.plan.mask.hide(valuesAtEnd(begunBy, scope, now, run.plan.settings.timeZone))
}
