import { AppError } from '@patchbay/shared/errors'
import { isJsonObject, type Json, type JsonObject } from '@patchbay/shared/json'
import { jsonText } from '../../store/json-text.ts'
import type { ZapierEvent } from './outlet.ts'

/** Most bytes of one item. A thousand of them still fit into what Zapier reads of a poll. */
const MAX_ITEM_BYTES = 256 * 1024

/** Keys of an item that Patchbay sets. Output fields must have other names. */
const ownKeys = ['id', 'event', 'time']

/**
 * An item as Zapier reads it: `id`, `event`, `time` and the output fields. An integer that JavaScript would round becomes
 * a text, because Zapier reads JSON with it.
 * @throws AppError INVALID_VALUE when it is too large
 */
export function itemText({ idempotencyKey, event, fields }: ZapierEvent, at: Date): string {
  const others: readonly (readonly [string, Json])[] = Object.entries(fields).filter(
    ([name]) => !ownKeys.includes(name),
  )
  const text = jsonText({
    id: idempotencyKey,
    event,
    time: at.toISOString(),
    ...longNumbersAsTexts(Object.fromEntries(others)),
  })
  if (Buffer.byteLength(text) <= MAX_ITEM_BYTES) return text
  throw new AppError('INVALID_VALUE', `The fields are larger than ${MAX_ITEM_BYTES / 1024} KiB together.`, {
    extra: { help: 'Give the fields single values rather than whole replies.' },
  })
}

function longNumbersAsTexts(fields: JsonObject): JsonObject {
  const convert = (value: Json): Json => {
    if (typeof value === 'bigint') return String(value)
    if (typeof value !== 'object' || value === null) return value
    return isJsonObject(value) ? longNumbersAsTexts(value) : value.map(convert)
  }
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, convert(value)]))
}
