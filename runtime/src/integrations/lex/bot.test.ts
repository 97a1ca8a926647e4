import { describe, expect, it } from 'vitest'
import { standIn, webClient } from '../../../test/helpers/outside-calls.ts'
import { json } from '../../../test/helpers/stand-in.ts'
import { lexBotIds, lexError, lexKeys, plainAnswer } from '../../../test/stand-ins/lex.ts'
import type { BotTurn } from '../../kit/bot.ts'
import { lexTalk } from './bot.ts'

const turn: BotTurn = {
  ...{ bot: [lexBotIds.botId, lexBotIds.botAlias, lexBotIds.locale].join('/'), text: 'A room', before: [] },
  ...{ instructions: '', handOverWhen: '', fields: [], state: {}, key: 'run.2.2', hasHidden: false },
  conversation: 'c'.repeat(40),
  user: 'a'.repeat(40),
}

/** What Lex says of the turn after a crash, when its session is this. */
async function findWith(reply: Parameters<typeof standIn>[0], timeoutMs = 5_000) {
  const { origin } = await standIn(reply)
  const account = { id: 'a1', name: 'Hotel', properties: { ...lexKeys, apiUrl: origin } }
  const call = { web: webClient(), timeoutMs, signal: new AbortController().signal, now: () => new Date() }
  return lexTalk.find?.(turn, account, call)
}

function sessionWith(sessionAttributes: object) {
  const answer = plainAnswer('Which room?')
  return json({ ...answer, sessionState: { ...answer.sessionState, sessionAttributes } })
}

describe('after a crash', () => {
  it('a session with the mark of the turn has its answer', async () => {
    expect(await findWith(sessionWith({ 'patchbay-turn': 'run.2.2' }))).toMatchObject({
      kind: 'done',
      reply: { messages: [{ text: 'Which room?' }] },
    })
  })

  it('one with the mark of an earlier turn has not got the text, once a function behind the bot must have ended', async () => {
    const earlier = sessionWith({ 'patchbay-turn': 'run.2.1' })
    expect(await findWith(earlier)).toEqual({ kind: 'not-done', settledAfterMs: 35_000 })
    expect(await findWith(earlier, 60_000)).toEqual({ kind: 'not-done', settledAfterMs: 60_000 })
    const none = lexError(404, 'ResourceNotFoundException', 'Session not found.')
    expect(await findWith(none)).toEqual({ kind: 'not-done', settledAfterMs: 35_000 })
  })

  it('one without a mark, whose attributes a function has replaced, may have got it', async () => {
    expect(await findWith(sessionWith({ step: '3' }))).toEqual({ kind: 'unknown', isFinal: true })
  })
})
