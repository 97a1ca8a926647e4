import type { RunErrorBody, StepWarning } from '@patchbay/shared/api'
import { isJsonObject, type Json, type JsonObject } from '@patchbay/shared/json'
import type { PersonalDataMask } from '../../../../kit/personal-data.ts'
import { textOf } from '../../../../kit/values.ts'
import { readFields, type WantedField } from '../../../../kit/wanted-fields.ts'
import { completionIn, objectIn } from '../../completion.ts'

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

export function readAnswer(body: Json | undefined, { fields, mask }: AnswerContext): Answer {
  const completion = completionIn(body)
  if (completion.kind === 'refused') return { kind: 'failed', error: completion.error }
  if (completion.kind === 'unreadable') return unreadable(completion.problem)
  const { content, isCut } = completion
  if (content === '') return cut
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

const cut = failed('RESPONSE_NOT_READABLE', 'The answer was longer than Longest answer.', 'Raise Longest answer.')

const cutWarning: StepWarning = {
  code: 'ANSWER_CUT',
  message: 'The answer was longer than Longest answer, and ends early.',
}
