import type { Json, JsonObject } from '@patchbay/shared/json'

/** A form or query as an object of texts. A name that occurs several times holds a list. */
export function formObject(params: URLSearchParams): JsonObject {
  const fields = new Map<string, Json>()
  for (const name of new Set(params.keys())) {
    const values = params.getAll(name)
    fields.set(name, values.length === 1 ? (values[0] ?? '') : values)
  }
  // Unlike an assignment, `fromEntries` makes `__proto__` an ordinary field.
  return Object.fromEntries(fields)
}
