import type { JsonObject } from '@patchbay/shared/json'

/** The credential of the event that started a run, such as `user:<id>`, by the inputs of its trigger's record. */
export function startedByOf(inputs: JsonObject | undefined): string | null {
  const by = inputs?.startedBy
  return typeof by === 'string' ? by : null
}
