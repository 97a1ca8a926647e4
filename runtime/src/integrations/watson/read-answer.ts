import { isJsonObject, type Json, type JsonObject, stringifyJson } from '@patchbay/shared/json'
import { botMessage } from '../../bots/bot-answer.ts'
import type { BotAnswer, BotButton, BotMessage } from '../../kit/bot-answer.ts'
import { fieldOf, listOf, objectOf, textOf } from '../../kit/values.ts'

/** What an assistant or a workspace has answered. */
export interface WatsonAnswer extends BotAnswer {
  /** What the assistant tells the person who goes on; empty when it tells nothing. */
  readonly noteToPerson: string
}

/** Reads an answer of an assistant or of a workspace; undefined when it is none. */
export function readAnswer(body: Json | undefined): WatsonAnswer | undefined {
  const output = fieldOf(body, 'output')
  if (!isJsonObject(output)) return undefined
  const parts = listOf(output.generic)
  const typeIs = (wanted: string) => (part: Json) => fieldOf(part, 'response_type') === wanted
  // A workspace has its intents and entities beside the output.
  const found = (name: string) => listOf(fieldOf(output, name) ?? fieldOf(body, name))
  const [intent] = found('intents')
  const confidence = fieldOf(intent, 'confidence')
  const toPerson = parts.find(typeIs('connect_to_agent'))
  return {
    messages: parts.length > 0 ? parts.flatMap(messagesOf) : plainTexts(output),
    intent: textOf(fieldOf(intent, 'intent')),
    confidence: typeof confidence === 'number' ? confidence : null,
    slots: { ...entitiesOf(found('entities')), ...variablesOf(contextOf(body)) },
    ended: parts.some(typeIs('end_session')),
    wantsPerson: toPerson !== undefined,
    noteToPerson: textOf(fieldOf(toPerson, 'message_to_human_agent')),
  }
}

export function contextOf(body: Json | undefined): Json | undefined {
  return fieldOf(body, 'context')
}

/** A workspace that is older than the other kinds of answers has texts only. */
function plainTexts(output: JsonObject): readonly BotMessage[] {
  return listOf(output.text).flatMap((text) => (typeof text === 'string' && text !== '' ? [{ text }] : []))
}

/** Most results of a search that a contact gets. */
const MOST_RESULTS = 3

/** A part of the answer as messages; none for a pause, and for kinds that do not exist yet. */
function messagesOf(part: Json): readonly BotMessage[] {
  const field = (name: string) => textOf(fieldOf(part, name))
  const title = [field('title'), field('description')]
  switch (field('response_type')) {
    case 'text':
    case 'conversational_search':
      return saying(field('text'))
    case 'option':
      return [botMessage({ lines: title, buttons: buttonsOf(fieldOf(part, 'options')) })]
    case 'suggestion':
      return [botMessage({ lines: title, buttons: buttonsOf(fieldOf(part, 'suggestions')) })]
    case 'image':
      return [botMessage({ lines: title, pictureUrl: field('source') })]
    case 'audio':
    case 'video':
    case 'iframe':
      // Players and pages are no files: a contact opens them by their address.
      return [botMessage({ lines: [...title, field('source')] })]
    case 'search':
      return saying(field('header'), ...listOf(fieldOf(part, 'primary_results')).slice(0, MOST_RESULTS).map(resultOf))
    case 'connect_to_agent':
      return saying(textOf(fieldOf(fieldOf(part, 'agent_available'), 'message')))
    case 'channel_transfer':
      return saying(field('message_to_user'))
    case 'user_defined':
      return [{ text: '', payload: stringifyJson(fieldOf(part, 'user_defined') ?? null) }]
    default:
      return []
  }
}

function saying(...lines: readonly string[]): readonly BotMessage[] {
  const message = botMessage({ lines })
  return message.text === '' ? [] : [message]
}

function resultOf(result: Json): string {
  const lines = ['title', 'body', 'url'].map((name) => textOf(fieldOf(result, name)))
  return lines.filter((line) => line !== '').join('\n')
}

function buttonsOf(choices: Json | undefined): readonly BotButton[] {
  return listOf(choices).map((choice) => {
    const title = textOf(fieldOf(choice, 'label'))
    return { title, value: textOf(fieldOf(fieldOf(fieldOf(choice, 'value'), 'input'), 'text')) || title }
  })
}

/** Values by the names of their entities; a list where one was said several times. */
function entitiesOf(entities: readonly Json[]): JsonObject {
  const names = new Set(entities.map((entity) => textOf(fieldOf(entity, 'entity'))))
  return objectOf(
    [...names].map((name) => {
      const values = entities
        .filter((entity) => textOf(fieldOf(entity, 'entity')) === name)
        .map((entity) => fieldOf(entity, 'value') ?? null)
      return [name, values.length === 1 ? (values[0] ?? null) : values] as const
    }),
  )
}

/** Parts of a workspace's context that are not the author's. */
const ownOfWorkspace: ReadonlySet<string> = new Set(['conversation_id', 'system', 'metadata'])

/** What the author of the bot keeps: variables of actions and dialogues, or the context of a workspace. */
function variablesOf(context: Json | undefined): JsonObject {
  if (!isJsonObject(context)) return {}
  const skills = fieldOf(context, 'skills')
  if (!isJsonObject(skills)) {
    return objectOf(Object.entries(context).filter(([name]) => !ownOfWorkspace.has(name) && name !== 'global'))
  }
  return objectOf(
    Object.values(skills).flatMap((skill) =>
      ['user_defined', 'skill_variables'].flatMap((name) => {
        const variables = fieldOf(skill, name)
        return isJsonObject(variables) ? Object.entries(variables) : []
      }),
    ),
  )
}
