import type { RunErrorBody } from '@patchbay/shared/api'
import { isJsonObject, type Json, type JsonObject, parseJson } from '@patchbay/shared/json'
import { fieldOf, listOf, textOf } from '../../kit/values.ts'

/** What a model has said, as text. */
export type Completion =
  | { readonly kind: 'said'; readonly content: string; readonly isCut: boolean }
  | { readonly kind: 'refused'; readonly error: RunErrorBody }
  /** What came is no answer; why, in a sentence. */
  | { readonly kind: 'unreadable'; readonly problem: string }

/** Reads the first choice of a completion. */
export function completionIn(body: Json | undefined): Completion {
  const [choice] = listOf(fieldOf(body, 'choices'))
  if (!isJsonObject(choice)) {
    return { kind: 'unreadable', problem: 'What answers at the API URL of the account is no model.' }
  }
  const message = fieldOf(choice, 'message')
  const reason = fieldOf(choice, 'finish_reason')
  if (textOf(fieldOf(message, 'refusal')) !== '' || reason === 'content_filter') {
    return { kind: 'refused', error: refusal }
  }
  const content = textOf(fieldOf(message, 'content')).trim()
  const isCut = reason === 'length'
  if (content === '' && !isCut) return { kind: 'unreadable', problem: 'The model answered nothing.' }
  return { kind: 'said', content, isCut }
}

const refusal: RunErrorBody = {
  code: 'CONTENT_REFUSED',
  message: 'The model refused to answer.',
  help: 'Keep the On Failure path for such texts, or ask in other words.',
}

/** The JSON object that a text is; undefined when it is none. */
export function objectIn(content: string): JsonObject | undefined {
  try {
    const value = parseJson(content)
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Tokens that a question has used. A service that counts none has used none. */
export function tokensIn(body: Json | undefined): { readonly input: number; readonly output: number } {
  const usage = fieldOf(body, 'usage')
  return { input: countOf(fieldOf(usage, 'prompt_tokens')), output: countOf(fieldOf(usage, 'completion_tokens')) }
}

function countOf(value: Json | undefined): number {
  return typeof value === 'number' && value > 0 ? value : 0
}
