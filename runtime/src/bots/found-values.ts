import type { Json, JsonObject } from '@patchbay/shared/json'
import { fieldOf, objectOf, textOf } from '../kit/values.ts'
import { readValue, type WantedField } from '../kit/wanted-fields.ts'

/**
 * What a bot has found out, each value as its field wants it. Values that are empty or do not fit are left out.
 * @param fields none: all that the bot has
 */
export function foundValues(slots: JsonObject, fields: readonly WantedField[]): JsonObject {
  const values =
    fields.length === 0
      ? Object.entries(slots)
      : fields.map((field) => [field.name, readValue(field, typed(field, fieldOf(slots, field.name)))] as const)
  return objectOf(values.flatMap(([name, value]) => (value === undefined || value === null ? [] : [[name, value]])))
}

/** Many bots know texts only. */
function typed({ type }: WantedField, value: Json | undefined): Json | undefined {
  if (value === undefined || value === null) return undefined
  if (type === 'list') return Array.isArray(value) ? value : [textOf(value)]
  if (type === 'text' || typeof value !== 'string') return type === 'text' ? textOf(value) : value
  const text = value.trim()
  if (type === 'number') return text !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined
  return /^(yes|true)$/i.test(text) ? true : /^(no|false)$/i.test(text) ? false : undefined
}
