import type { JsonObject } from '@patchbay/shared/json'
import type { PlanNode } from './plan.ts'
import { type Scope, setDateTime } from './scope.ts'

/**
 * The values that the author of a node wants of a run that has ended at `now`. Empty for a node that wants none.
 * @throws AppError VALUE_TOO_LARGE, and as a template throws
 */
export function valuesAtEnd(
  { module, renderAtEnd: render }: Pick<PlanNode, 'module' | 'renderAtEnd'>,
  scope: Scope,
  now: Date,
  timeZone: string,
): JsonObject {
  if (module.handsBack === undefined || render === undefined) return {}
  // The scope may be shared with other runs.
  const own: Scope = Object.assign(Object.create(null), scope)
  if (render.readsDateTime) setDateTime(own, now, timeZone)
  return module.handsBack(render(own).values)
}
