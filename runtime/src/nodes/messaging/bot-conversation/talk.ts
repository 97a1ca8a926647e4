import { createHash } from 'node:crypto'
import type { RunErrorBody } from '@patchbay/shared/api'
import { isJsonObject, type Json, type JsonObject } from '@patchbay/shared/json'
import type { InputsOf } from '@patchbay/shared/nodes'
import type { BotLine } from '../../../kit/bot.ts'
import type { BotMessage } from '../../../kit/bot-answer.ts'
import { ONCE_MORE, type StepContext, type StepResult } from '../../../kit/node.ts'
import { fieldOf, objectOf } from '../../../kit/values.ts'
import { wantedFieldsOf } from '../../../kit/wanted-fields.ts'
import type { botConversation } from './definition.ts'

export type Inputs = InputsOf<typeof botConversation>

/** Why a conversation ends, where nothing has failed. */
export type EndReason =
  | 'done'
  | 'contact-asked'
  | 'bot-asked'
  | 'most-turns'
  | 'most-tokens'
  | 'most-text'
  | 'person-took-over'

/** A conversation as far as it has come. It is stored with each part, so all of it is data. */
export interface Talk {
  /** For the bot: 40 hexadecimal digits, the same for all turns. */
  readonly conversation: string
  /** What was said, oldest first. */
  readonly lines: readonly BotLine[]
  readonly found: JsonObject
  /** How often the bot has answered. */
  readonly turns: number
  readonly inputTokens: number
  readonly outputTokens: number
  /** What the bot has left for its next turn. */
  readonly state: JsonObject
  /** What the contact has written and the bot has not answered yet; empty: the contact is to write next. */
  readonly heard: string
  /** Messages that the contact has not got yet. */
  readonly unsent: readonly BotMessage[]
  /** The conversation ends once all is sent. */
  readonly end: EndReason | null
}

/** The conversation as the part before has left it; a new one in the first visit. */
export function talkOf(inputs: Inputs, { part, idempotencyKey }: Pick<StepContext, 'part' | 'idempotencyKey'>): Talk {
  const before = part?.talk
  // As `goOn` has stored it.
  if (isJsonObject(before)) return before as unknown as Talk
  const opening = inputs.opening?.trim() ?? ''
  const text = inputs.text?.trim() ?? ''
  return {
    conversation: createHash('sha256').update(idempotencyKey).digest('hex').slice(0, 40),
    // With an opening, the bot gets what was written before along with the answer to it.
    lines:
      opening === '' ? [] : [...(text === '' ? [] : [{ by: 'contact', text } as const]), { by: 'bot', text: opening }],
    found: {},
    turns: 0,
    inputTokens: 0,
    outputTokens: 0,
    state: {},
    heard: opening === '' ? text : '',
    unsent: opening === '' ? [] : [{ text: opening }],
    end: null,
  }
}

/** Ends a part. What was said is in each of them, so there is a limit to it. Readers of the run see who has said what in it. */
export function goOn(talk: Talk, { by, text }: BotLine): StepResult {
  return { exit: ONCE_MORE, outputs: { by, text, found: talk.found, talk: asData(talk) } }
}

export function endWith(exit: string, reason: string, talk: Talk, inputs: Inputs): StepResult {
  const wanted = wantedFieldsOf(inputs.fields ?? [])
  const values = wanted.map(({ name }): readonly [string, Json] => [name, fieldOf(talk.found, name) ?? null])
  return { exit, outputs: { ...outcomeOf(talk, inputs), reason, error: '' }, variables: objectOf(values) }
}

export function failWith(error: RunErrorBody, talk: Talk, inputs: Inputs): StepResult {
  return { exit: 'failure', outputs: { ...outcomeOf(talk, inputs), reason: '', error: error.code }, error }
}

/** The end that the conversation has come to. */
export function endOf(talk: Talk, reason: EndReason, inputs: Inputs): StepResult {
  return endWith(reason === 'done' ? 'done' : 'hand-over', reason, talk, inputs)
}

/** Names of the fields without a value that must have one. */
export function missingIn({ found }: Pick<Talk, 'found'>, { fields = [] }: Inputs): readonly string[] {
  return wantedFieldsOf(fields).flatMap(({ name, mayBeEmpty }) =>
    mayBeEmpty || Object.hasOwn(found, name) ? [] : [name],
  )
}

function outcomeOf(talk: Talk, inputs: Inputs): JsonObject {
  const { found, lines, turns, inputTokens, outputTokens } = talk
  const transcript = lines.map(({ by, text }) => `${speakers[by]}: ${text}`).join('\n')
  return { found, missing: missingIn(talk, inputs), transcript, turns, inputTokens, outputTokens }
}

const speakers: Readonly<Record<BotLine['by'], string>> = { contact: 'Contact', bot: 'Bot' }

function asData({ lines, unsent, ...talk }: Talk): JsonObject {
  return {
    ...talk,
    lines: lines.map((line) => ({ ...line })),
    unsent: unsent.map(({ media = [], buttons = [], text }) => ({
      text,
      media: media.map((file) => ({ ...file })),
      buttons: buttons.map((button) => ({ ...button })),
    })),
  }
}
