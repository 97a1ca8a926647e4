import { isJsonObject, type Json } from '@patchbay/shared/json'
import type { BotFailure, BotReply } from '../../../kit/bot.ts'
import { fieldOf } from '../../../kit/values.ts'
import { readFields, type WantedField } from '../../../kit/wanted-fields.ts'
import { completionIn, objectIn, tokensIn } from '../completion.ts'

/** What a model has answered in a conversation. Only what was asked for is read. */
export function answerIn(body: Json | undefined, fields: readonly WantedField[]): BotReply | BotFailure {
  const completion = completionIn(body)
  if (completion.kind === 'refused') return { ok: false, error: completion.error }
  if (completion.kind === 'unreadable') return unreadable(completion.problem)
  const value = objectIn(completion.content)
  if (value === undefined) return unreadable('The model did not answer with a JSON object, but with other text.')
  const isDone = fieldOf(value, 'done') === true
  const wantsPerson = fieldOf(value, 'person') === true
  const said = fieldOf(value, 'say') ?? ''
  if (typeof said !== 'string') return unreadable('What the model says is no text.')
  const text = said.trim()
  if (text === '' && !isDone && !wantsPerson) return unreadable('The model said nothing.')
  const given = fieldOf(value, 'found')
  const read = readFields(fields, isJsonObject(given) ? given : {})
  if (!read.ok) return unreadable(`The model found something else than was asked for: ${read.problem}`)
  return {
    ok: true,
    messages: text === '' ? [] : [{ text }],
    slots: read.values,
    ended: isDone,
    wantsPerson,
    state: {},
    tokens: tokensIn(body),
  }
}

/** Asked again, a model mostly answers as it should. */
const again: Pick<BotFailure, 'retryAdvice'> = {
  retryAdvice: {
    outcome: 'server-error',
    isSure: true,
    unlessChosen: { attempts: 2, backoffSeconds: 1, maxBackoffSeconds: 5 },
  },
}

function unreadable(message: string): BotFailure {
  const help = 'Try another model, or say in Instructions what it should do.'
  return { ok: false, error: { code: 'RESPONSE_NOT_READABLE', message, help }, ...again }
}
