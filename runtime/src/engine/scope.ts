import { dateTimeScope } from '@patchbay/shared/expressions'
import type { Json, JsonObject } from '@patchbay/shared/json'
import type { Plan } from './plan.ts'

/** The variables of one run as templates see them. Every step adds to it. */
export type Scope = Record<string, Json>

export interface ScopeStart {
  readonly runId: string
  readonly plan: Plan
  readonly item: JsonObject
  readonly startedAt: Date
}

/** Makes a scope with the reserved groups, and what it inherits from the run that has started this one. */
export function createScope(start: ScopeStart, inherited?: Scope): Scope {
  const scope: Scope = Object.create(null)
  scope.item = start.item
  scope.contact = {}
  Object.assign(scope, inherited)
  scope.Flow = { id: start.plan.flowId, name: start.plan.name, version: start.plan.version }
  scope.Run = { id: start.runId, startedAt: start.startedAt.toISOString() }
  return scope
}

/** Adds the outputs and variables of a step. Later steps replace earlier values of the same name. */
export function addStep(scope: Scope, outputKey: string, outputs: JsonObject, variables: JsonObject): void {
  scope[outputKey] = outputs
  Object.assign(scope, variables)
}

/** Gives the scope `$DateTime` of the step that starts now. Formatting it takes time: only for steps that read it. */
export function setDateTime(scope: Scope, now: Date, timeZone: string): void {
  scope.DateTime = dateTimeScope(now, timeZone)
}
