import { isJsonObject, type JsonObject } from '@patchbay/shared/json'
import { unreadableTurn } from '../../bots/bot-step.ts'
import type { Bot, BotFailure, BotReply, BotTurn } from '../../kit/bot.ts'
import type { LexProperties } from './account.ts'
import { getSession, type LexSession, recognizeText } from './calls.ts'
import { refusedTurn } from './failures.ts'
import { type LexAnswer, MOST_CHARACTERS, readAnswer } from './read-answer.ts'
import { problemOf } from './session-forms.ts'
import { refusalOf } from './wire.ts'

/** The attribute of a session by which a turn is known again after a crash. */
const TURN = 'patchbay-turn'

/** A function behind a bot may take 30 seconds, and goes on when nobody waits for the bot any longer. */
const LONGEST_TURN_MS = 35_000

/** A bot of Lex talks with the contact. Its session remembers what was said. */
export const lexTalk: Bot<LexProperties> = {
  remembers: true,
  async say(turn, { properties }, { web, signal, timeoutMs, now }) {
    const session = sessionOf(turn)
    if ('ok' in session) return session
    const text = [...turn.text].slice(0, MOST_CHARACTERS).join('')
    const attributes = { ...attributesIn(turn.state), [TURN]: turn.key }
    const body = { text, sessionState: { sessionAttributes: attributes } }
    const response = await recognizeText({ web, properties, signal, timeoutMs, now: now() }, session, body)
    if (response.statusCode !== 200) return { ok: false, ...refusedTurn(response, now()) }
    const answer = readAnswer(response.body)
    return answer === undefined ? { ok: false, error: unreadableTurn('Amazon Lex', 'API URL') } : answerOf(answer)
  },
  async find(turn, { properties }, { web, signal, timeoutMs, now }) {
    const session = sessionOf(turn)
    const notDone = { kind: 'not-done', settledAfterMs: Math.max(timeoutMs, LONGEST_TURN_MS) } as const
    if ('ok' in session) return notDone
    const response = await getSession({ web, properties, signal, timeoutMs, now: now() }, session)
    if (response.statusCode === 200) {
      const answer = readAnswer(response.body)
      if (answer === undefined) return { kind: 'unknown', isFinal: false }
      const mark = answer.sessionAttributes[TURN]
      // A function behind the bot may have put attributes of its own in place of ours.
      if (mark === undefined) return { kind: 'unknown', isFinal: true }
      return mark === turn.key ? { kind: 'done', reply: answerOf(answer) } : notDone
    }
    const { type, message } = refusalOf(response)
    const isUnknownSession = type === 'ResourceNotFoundException' && /session/i.test(message)
    return isUnknownSession ? notDone : { kind: 'unknown', isFinal: response.statusCode < 429 }
  },
  async list({ properties: { testBotId = '', testBotAlias = '', testLocale = '' } }) {
    if (testBotId === '') return []
    const value = [testBotId, testBotAlias || 'TSTALIASID', testLocale || 'en_US'].join('/')
    return [{ value, label: value }]
  },
}

/** The bot is written as its ID, alias and locale. */
function sessionOf({ bot, conversation }: BotTurn): LexSession | BotFailure {
  const [botId = '', botAlias = '', locale = '', ...more] = bot.split('/').map((part) => part.trim())
  const parts = { botId, botAlias, locale }
  const problem =
    more.length > 0
      ? 'Bot or Model has too many parts.'
      : (['botId', 'botAlias', 'locale'] as const).flatMap((name) => problemOf(name, parts[name]) ?? [])[0]
  if (problem === undefined) return { ...parts, sessionId: conversation }
  const help = 'Of Amazon Lex, write Bot ID, alias ID and locale: A1B2C3D4E5/TSTALIASID/en_US.'
  return { ok: false, error: { code: 'INVALID_VALUE', message: problem, help } }
}

function attributesIn({ sessionAttributes }: JsonObject): JsonObject {
  return isJsonObject(sessionAttributes) ? sessionAttributes : {}
}

function answerOf({ messages, slots, ended, state, sessionAttributes }: LexAnswer): BotReply {
  // A bot that has failed has given up: the contact did not agree, or was not understood again and again.
  return { ok: true, messages, slots, ended, wantsPerson: state === 'Failed', state: { sessionAttributes } }
}
