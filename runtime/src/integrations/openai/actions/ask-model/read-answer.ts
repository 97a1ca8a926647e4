import type { RunErrorBody, StepWarning } from '@patchbay/shared/api'
import { isJsonObject, type Json, type JsonObject, parseJson } from '@patchbay/shared/json'
import type { PersonalDataMask } from '../../../../kit/personal-data.ts'
import { fieldOf, listOf, textOf } from '../../../../kit/values.ts'
import { readFields, type WantedField } from './fields.ts'

/** What the model has answered, as data. */
export type Answer =
  | { readonly kind: 'text'; readonly text: string; readonly warnings: readonly StepWarning[] }
  | { readonly kind: 'fields'; readonly values: JsonObject; readonly missing: readonly string[] }
  | { readonly kind: 'failed'; readonly error: RunErrorBody }

interface AnswerContext {
  /** None: the answer is a text. */
  readonly fields: readonly WantedField[]
  readonly mask: PersonalDataMask | undefined
}

/** Reads the first choice of a completion. */
export function readAnswer(body: Json | undefined, { fields, mask }: AnswerContext): Answer {
  const [choice] = listOf(fieldOf(body, 'choices'))
  if (!isJsonObject(choice)) return unreadable('What answers at the API URL of the account is no model.')
  const message = fieldOf(choice, 'message')
  const reason = fieldOf(choice, 'finish_reason')
  if (textOf(fieldOf(message, 'refusal')) !== '' || reason === 'content_filter') return refused
  const content = textOf(fieldOf(message, 'content')).trim()
  const isCut = reason === 'length'
  if (content === '') return isCut ? cut : unreadable('The model answered nothing.')
  if (fields.length === 0) {
    return { kind: 'text', text: textOf(mask?.reveal(content) ?? content), warnings: isCut ? [cutWarning] : [] }
  }
  const value = objectIn(content)
  if (value === undefined) return isCut ? cut : unreadable('The model did not answer with fields, but with other text.')
  const read = readFields(fields, value)
  if (!read.ok) return unreadable(`The model answered something else than was asked for: ${read.problem}`)
  const shown = mask?.reveal(read.values)
  return { kind: 'fields', values: isJsonObject(shown) ? shown : read.values, missing: read.missing }
}

function objectIn(content: string): JsonObject | undefined {
  try {
    const value = parseJson(content)
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function failed(code: string, message: string, help: string): Answer {
  return { kind: 'failed', error: { code, message, help } }
}

function unreadable(message: string): Answer {
  return failed(
    'RESPONSE_NOT_READABLE',
    message,
    'Try another model, say in Instructions what it should do, or add examples.',
  )
}

const refused = failed(
  'CONTENT_REFUSED',
  'The model refused to answer.',
  'Keep the On Failure path for such texts, or ask in other words.',
)

const cut = failed('RESPONSE_NOT_READABLE', 'The answer was longer than Longest answer.', 'Raise Longest answer.')

const cutWarning: StepWarning = {
  code: 'ANSWER_CUT',
  message: 'The answer was longer than Longest answer, and ends early.',
}
