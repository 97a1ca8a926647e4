import AssistantV2 from 'ibm-watson/assistant/v2.js'
import { BasicAuthenticator } from 'ibm-watson/auth/index.js'
import { describe, expect, it, onTestFinished } from 'vitest'
import { webClient } from '../../../test/helpers/outside-calls.ts'
import { json, type Reply, text } from '../../../test/helpers/stand-in.ts'
import { startWatson, watsonError, watsonIds, watsonKey, watsonProperties } from '../../../test/stand-ins/watson.ts'
import type { BotTurn } from '../../kit/bot.ts'
import type { WatsonProperties } from './account.ts'
import { createWatsonTalk } from './bot.ts'

const user = 'a'.repeat(40)
const turn: BotTurn = {
  ...{ bot: watsonIds.assistantId, text: 'A room', before: [], instructions: '', handOverWhen: '', fields: [] },
  ...{ state: {}, conversation: 'c'.repeat(40), user, key: 'run.2.1', hasHidden: false },
}

async function setUp(change: Partial<WatsonProperties> = {}) {
  const service = await startWatson()
  onTestFinished(() => service.close())
  const properties: WatsonProperties = { ...watsonProperties, signIn: 'basic', serviceUrl: service.origin, ...change }
  const bot = createWatsonTalk({ token: () => Promise.reject(new Error('No token is needed.')) })
  const call = { web: webClient(), timeoutMs: 5_000, signal: new AbortController().signal, now: () => new Date() }
  const say = (given: Partial<BotTurn> = {}) =>
    bot.say({ ...turn, ...given }, { id: 'a1', name: 'Hotel', properties }, call)
  return { service, say, list: () => bot.list?.({ id: 'a1', name: 'Hotel', properties }, call) }
}

/** Books a room: asks for one slot after the other, and keeps them in the context as the service does. */
const booking: Reply = (response, request) => {
  const { input, context = { skills: { 'main skill': { user_defined: {} } } } } = JSON.parse(request.body)
  const known = context.skills['main skill'].user_defined
  const next = ['day', 'nights', 'room', 'meal', 'name'].find((slot) => known[slot] === undefined) ?? ''
  known[next] = input.text
  const generic =
    next === 'name' ? [{ response_type: 'end_session' }] : [{ response_type: 'text', text: `After ${next}?` }]
  return json({ output: { generic }, context, user_id: user })(response, request)
}

describe('a conversation with an assistant', () => {
  it('finds out a booking in five turns, and a turn that is repeated after a crash changes nothing', async () => {
    const { service, say } = await setUp()
    service.answerWith(booking)
    let state: BotTurn['state'] = {}
    let reply = await say()
    for (const said of ['Friday', '2', 'double', 'breakfast', 'Dana']) {
      const lost = await say({ text: said, state })
      reply = await say({ text: said, state })
      expect(reply).toEqual(lost)
      if (!reply.ok) throw new Error(reply.error.message)
      state = reply.state
    }
    expect(reply).toMatchObject({
      ended: true,
      slots: { day: 'Friday', nights: '2', room: 'double', meal: 'breakfast', name: 'Dana' },
    })
  })

  it("says what the vendor's client says without a session", async () => {
    const { service, say } = await setUp()
    service.answerWith(booking)
    const authenticator = new BasicAuthenticator({ username: 'apikey', password: watsonKey })
    const client = new AssistantV2({ version: watsonProperties.version, serviceUrl: service.origin, authenticator })
    const { assistantId, environmentId } = watsonIds
    const ids = { assistantId, environmentId, userId: user }
    const input = (text: string) => ({ message_type: 'text', text })
    const first = await client.messageStateless({ ...ids, input: input('Friday') })
    await client.messageStateless({ ...ids, input: input('2'), context: first.result.context })
    const reply = await say({ text: 'Friday' })
    await say({ text: '2', state: reply.ok ? reply.state : {} })
    const [one, two, three, four] = service.turns
    expect([three, four]).toEqual([one, two])
  })

  it('with a workspace carries the context as well', async () => {
    const bot = watsonIds.workspaceId
    const { service, say } = await setUp({ kind: 'workspace', workspaceId: bot })
    service.answerWith(booking)
    const first = await say({ bot, text: 'Friday' })
    expect(await say({ bot, text: 'a\ndouble', state: first.ok ? first.state : {} })).toMatchObject({
      messages: [{ text: 'After nights?' }],
      slots: { day: 'Friday', nights: 'a double' },
    })
  })

  it('is one of the same user as another conversation of the contact, since plans are billed by users', async () => {
    const { service, say } = await setUp()
    for (const conversation of ['c'.repeat(40), 'd'.repeat(40)]) await say({ conversation })
    expect(service.turns.map(({ body }) => body.user_id)).toEqual([user, user])
  })

  it.each([
    ['assistant', watsonIds.assistantId],
    ['workspace', watsonIds.workspaceId],
  ] as const)('takes place with the %s of the account alone, which the list has', async (kind, own) => {
    const { service, say, list } = await setUp({ kind, workspaceId: watsonIds.workspaceId })
    expect(await list()).toEqual([{ value: own, label: own }])
    expect(await say({ bot: ` ${own} ` })).toMatchObject({ ok: true })
    expect(await say({ bot: 'another' })).toMatchObject({
      ok: false,
      error: { code: 'INVALID_VALUE', message: 'Bot or Model is not that of the account.' },
    })
    expect(service.turns).toHaveLength(1)
  })

  it.each([
    [watsonError(429, 'Too many', { 'retry-after': '7' }), 'HTTP_STATUS', { isSure: true, afterMs: 7_000 }],
    [watsonError(400, 'No'), 'HTTP_STATUS', undefined],
    [text('<html>'), 'RESPONSE_NOT_READABLE', undefined],
  ])('says why there is no answer', async (reply, code, retryAdvice) => {
    const { service, say } = await setUp()
    service.answerWith(reply)
    const failure = await say()
    expect(failure).toMatchObject({ ok: false, error: { code } })
    expect('retryAdvice' in failure ? failure.retryAdvice : undefined).toEqual(
      retryAdvice === undefined ? undefined : expect.objectContaining(retryAdvice),
    )
  })
})
