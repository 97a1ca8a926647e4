import { isJsonObject, type JsonObject } from '@patchbay/shared/json'
import { unreadableTurn } from '../../bots/bot-step.ts'
import type { Bot, BotFailure } from '../../kit/bot.ts'
import type { AccountTokens } from '../../kit/oauth.ts'
import type { WatsonProperties } from './account.ts'
import { callWatson, placeOf } from './calls.ts'
import { refusedTurn } from './failures.ts'
import { contextOf, readAnswer } from './read-answer.ts'
import { MOST_CHARACTERS, onOneLine } from './text.ts'

/**
 * An assistant, or a workspace, talks with the contact. The service keeps nothing of it: its context comes back with each
 * answer and is stored with the run. So a text that is said again after a crash is answered as the first time.
 */
export function createWatsonTalk(accountTokens: Pick<AccountTokens, 'token'>): Bot<WatsonProperties> {
  return {
    remembers: true,
    async say({ bot, text, user, state }, { id, properties }, { web, signal, timeoutMs, now }) {
      const own = botOf(properties)
      if (bot.trim() !== own) return otherBot(own)
      const call = { web, accountTokens, accountId: id, properties, signal, deadlineMs: performance.now() + timeoutMs }
      const said = onOneLine([...text].slice(0, MOST_CHARACTERS).join(''))
      const answer = await callWatson(call, {
        method: 'POST',
        path: `${placeOf(properties)}/message`,
        json: { input: inputOf(said, properties), user_id: user, ...state },
      })
      if (!answer.isOk) return { ok: false, ...refusedTurn(answer, now()) }
      const read = readAnswer(answer.body)
      if (read === undefined) return { ok: false, error: unreadableTurn('Watson Assistant', 'Service URL') }
      const { messages, slots, ended, wantsPerson } = read
      const context = contextOf(answer.body)
      return { ok: true, messages, slots, ended, wantsPerson, state: isJsonObject(context) ? { context } : {} }
    },
    async list({ properties }) {
      const value = botOf(properties)
      return [{ value, label: value }]
    },
  }
}

/** The one bot of an account, as authors write it. */
function botOf({ kind, assistantId = '', workspaceId = '' }: WatsonProperties): string {
  return kind === 'workspace' ? workspaceId : assistantId
}

function otherBot(own: string): BotFailure {
  const message = 'Bot or Model is not that of the account.'
  const help = `Choose ${own}, or an account of the other assistant: each account is one.`
  return { ok: false, error: { code: 'INVALID_VALUE', message, help } }
}

function inputOf(text: string, { kind }: WatsonProperties): JsonObject {
  return kind === 'workspace' ? { text } : { message_type: 'text', text }
}
