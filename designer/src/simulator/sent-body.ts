import { type InputType, readInputText } from '@patchbay/shared/calls'
import type { Json, JsonObject } from '@patchbay/shared/json'

interface TypedValue {
  readonly name: string
  readonly type: InputType
  readonly text: string
}

/**
 * The body that another system would send for what was typed. What is empty is left out, and what is not of its type is
 * sent as typed, so that the trigger refuses it.
 */
export function sentBody(values: readonly TypedValue[]): JsonObject {
  return Object.fromEntries(
    values.flatMap(({ name, type, text }): [string, Json][] => {
      if (text === '') return []
      const read = readInputText(text, type)
      return [[name, 'value' in read ? read.value : text]]
    }),
  )
}
