import { isJsonObject, type Json, type JsonObject } from '@patchbay/shared/json'
import { afterEach, describe, expect, it } from 'vitest'
import { createStepContext, noMessages } from '../../../../test/helpers/step-context.ts'
import { conversationName } from '../../../bots/conversation-name.ts'
import type { Bot, BotFailure, BotReply, BotTurn } from '../../../kit/bot.ts'
import type { MessageSender, OutboundMessage, SendOutcome } from '../../../kit/channel.ts'
import { botConversation } from './definition.ts'
import { botConversationAction } from './run.ts'

const inputs = {
  ...botConversation.defaults,
  account: 'account-1',
  bot: 'a-bot',
  text: 'Hello',
  maskPersonalData: false,
  to: '+13055550119',
  from: '+17865550100',
}

const quiet: BotReply = { ok: true, messages: [], slots: {}, ended: false, wantsPerson: false, state: {} }

interface Scene {
  readonly reply?: Partial<BotReply> | BotFailure
  readonly find?: Bot['find']
  readonly remembers?: true
  readonly isAccountGone?: boolean
  readonly part?: JsonObject
  readonly sent?: Partial<SendOutcome>
  readonly repeat?: 'keyed' | 'never'
  /** What flows see of the conversation. */
  readonly conversation?: JsonObject
}

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

/** A bot that answers so, and a carrier that takes everything unless told otherwise. */
function setUp({
  reply = {},
  find,
  remembers,
  isAccountGone = false,
  part,
  sent,
  repeat = 'never',
  conversation,
}: Scene = {}) {
  const turns: BotTurn[] = []
  const messages: OutboundMessage[] = []
  const bot: Bot = {
    async say(turn) {
      turns.push(turn)
      return reply.ok === false ? (reply as BotFailure) : { ...quiet, ...reply } // no `ok: false` is left
    },
    ...(find === undefined ? {} : { find }),
    ...(remembers === undefined ? {} : { remembers }),
  }
  const sender: MessageSender = {
    ...noMessages,
    repeatOf: async () => repeat,
    async send(message) {
      messages.push(message)
      const done = { ok: true, accountId: 'a', messageId: `m-${messages.length}`, status: 'sent', segments: 1 }
      return { ...done, ...sent } as Awaited<ReturnType<MessageSender['send']>> // one or the other, whole
    },
  }
  const account = { id: 'test-bot', properties: {} as never } // nobody reads its schema here
  const context = createStepContext({
    messages: sender,
    bots: { of: async (id) => (id === 'account-1' ? { account, bot } : undefined) },
    accounts: {
      open: async (_type, id) => (isAccountGone ? undefined : { id, name: 'Bots', properties: {} }),
      mask: () => ({ hide: (value) => value }),
    },
    ...(part === undefined ? {} : { part }),
    conversations: {
      find: async () => conversation,
      personWith: async () => undefined,
      change: async () => ({ values: {} }),
      agents: async () => [],
      topics: async () => [],
    },
  })
  open.push(context.close)
  return { turns, messages, context }
}

/** Runs a part up to the wait that it ends in, or to its result. */
async function part(scene: Scene, change: object = {}) {
  const made = setUp(scene)
  const result = await botConversationAction.run({ ...inputs, ...change }, made.context)
  const sent = 'wait' in result ? await result.afterCommit?.() : undefined
  return { ...made, result: sent !== undefined && 'exit' in sent ? sent : result }
}

const objectIn = (value: Json | undefined) => (isJsonObject(value) ? value : {})
const outputsOf = (result: object) => ('outputs' in result ? (result.outputs as JsonObject) : {}) // as steps store it

describe('a turn of the bot', () => {
  it('is a part that is stored before the contact gets any of it', async () => {
    const { result, messages, turns } = await part({ reply: { messages: [{ text: 'Good day' }], state: { at: 1 } } })
    expect(result).toMatchObject({ exit: 'once-more', outputs: { by: 'bot', text: 'Good day' } })
    expect(messages).toEqual([])
    expect(turns).toMatchObject([{ bot: 'a-bot', text: 'Hello', before: [], state: {}, key: expect.any(String) }])
    const next = await part({ part: outputsOf(result) })
    expect(next.messages).toMatchObject([{ content: { text: 'Good day' }, to: '+13055550119', from: '+17865550100' }])
    expect(next.result).toMatchObject({ wait: { for: 'reply' } })
    expect(next.turns).toEqual([])
  })

  it('tells a bot that remembers what the contact wrote before the opening, and only once', async () => {
    const change = { opening: 'What is it?', text: 'A room, please' }
    const opened = await part({}, change)
    const answer = async (before: object, text: string) => {
      const { context } = setUp({ part: outputsOf(before) })
      const wokenBy = { reason: 'event', event: { text }, state: {} } as const
      return outputsOf((await botConversationAction.resume?.({ ...inputs, ...change }, context, wokenBy)) ?? {})
    }
    expect(opened.result).toMatchObject({ wait: { for: 'reply' } })
    const heard = await answer({}, 'For two')
    const first = await part({ remembers: true, part: heard }, change)
    expect(first.turns).toMatchObject([{ text: 'A room, please\nFor two', before: [{}, {}] }])
    const told = await part({ part: outputsOf(first.result) }, change)
    expect(told.result).toMatchObject({ wait: { for: 'reply' } })
    const second = await part({ remembers: true, part: await answer(first.result, 'Friday') }, change)
    expect(second.turns).toMatchObject([{ text: 'Friday' }])
    expect((await part({ part: heard }, change)).turns).toMatchObject([{ text: 'For two' }])
  })

  it('names its contact to the bot as the actions that say one text do, the same in all conversations', async () => {
    const turnOf = async (visit: number, change: object = {}) => {
      const { context, turns } = setUp()
      const idempotencyKey = `${context.runId}.2.${visit}`
      await botConversationAction.run({ ...inputs, ...change }, { ...context, visit, idempotencyKey })
      return turns[0]
    }
    const [first, second, other] = [await turnOf(1), await turnOf(2), await turnOf(3, { to: '+13055550120' })]
    expect(second?.conversation).not.toBe(first?.conversation)
    const { context } = setUp()
    const own = { ...context, address: { channel: 'sms', value: inputs.from }, variable: () => inputs.to }
    expect([first?.user, second?.user]).toEqual(Array(2).fill(conversationName({ account: 'account-1' }, own)))
    expect(other?.user).not.toBe(first?.user)
  })

  it('brings buttons that answer, never ones that open an address, and gets the value of the chosen one', async () => {
    const link = 'https://evil.example.com'
    const buttons = [
      { title: 'Single', value: 'room-1' },
      { title: 'Look', value: link },
      { title: 'Long', value: 'x'.repeat(100) },
    ]
    const asked = await part({
      reply: { messages: [{ text: 'Which?', buttons, media: [{ url: 'file:///etc/passwd' }] }] },
    })
    const told = await part({ part: outputsOf(asked.result) })
    expect(told.messages[0]?.content).toEqual({
      text: 'Which?',
      buttons: [
        { id: 'room-1', title: 'Single' },
        { id: link, title: 'Look' },
        { id: 'choice-3', title: 'Long' },
      ],
    })
    const answer = async (event: JsonObject) => {
      const { context } = setUp({ part: outputsOf(asked.result) })
      return botConversationAction.resume?.(inputs, context, { reason: 'event', event, state: {} })
    }
    expect(await answer({ text: '3' })).toMatchObject({ outputs: { by: 'contact', text: 'x'.repeat(100) } })
    expect(await answer({ text: 'single' })).toMatchObject({ outputs: { text: 'room-1' } })
    expect(await answer({ text: '', media: ['https://files.example.com/1'] })).toMatchObject({
      outputs: { text: '(no text)' },
    })
    expect(await answer({ text: ' Agent. ' })).toMatchObject({
      exit: 'hand-over',
      outputs: { reason: 'contact-asked' },
    })
    expect(await answer({ text: 'a travel agent' })).toMatchObject({ exit: 'once-more' })
  })

  it('ends in Done only when what must be known is known', async () => {
    const fields = [
      { name: 'nights', type: 'number' },
      { name: 'pet', type: 'boolean', mayBeEmpty: true },
    ]
    const says = { messages: [{ text: 'Fine' }], ended: true }
    const early = await part({ reply: { ...says, slots: { nights: 'many' } } }, { fields })
    expect(outputsOf(early.result)).toMatchObject({ found: {}, talk: { end: null } })
    const known = await part({ reply: { ...says, slots: { nights: '2', other: 'x' } } }, { fields })
    const ended = await part({ part: outputsOf(known.result) }, { fields })
    expect(ended.result).toMatchObject({ exit: 'done', variables: { nights: 2, pet: null } })
    expect(outputsOf(ended.result)).toMatchObject({ found: { nights: 2 }, missing: [], reason: 'done' })
    expect(Object.keys(outputsOf(ended.result))).not.toContain('talk')
  })

  it('has not found out what only has the name of something that every object has', async () => {
    const fields = ['constructor', 'toString', '__proto__'].map((name) => ({ name, type: 'text' }))
    const says = { messages: [{ text: 'Fine' }], ended: true }
    const early = await part({ reply: says }, { fields })
    expect(outputsOf(early.result)).toMatchObject({ found: {}, talk: { end: null } })
    const { result } = await part({ reply: {} }, { fields, mostTurns: 1 })
    expect(outputsOf(result).missing).toEqual(['constructor', 'toString', '__proto__'])
    const variables = 'variables' in result ? result.variables : undefined
    expect(Object.entries(variables ?? {})).toEqual(fields.map(({ name }) => [name, null]))
  })

  it('hands over when its tokens are used up', async () => {
    const { result } = await part({ reply: { tokens: { input: 90, output: 10 } } }, { mostTokens: 100 })
    expect(result).toMatchObject({ exit: 'hand-over', outputs: { reason: 'most-tokens', inputTokens: 90 } })
  })

  it('hands over when so much was said that its parts would grow large', async () => {
    const reply = { messages: Array.from({ length: 10 }, () => ({ text: 'x'.repeat(5_000) })) }
    const first = outputsOf((await part({ reply })).result)
    expect(first).toMatchObject({ talk: { end: null } })
    const heard = { ...first, talk: { ...objectIn(first.talk), unsent: [], heard: 'Go on' } }
    const second = outputsOf((await part({ reply, part: heard })).result)
    expect(second).toMatchObject({ talk: { end: 'most-text' } })
    const last = { ...second, talk: { ...objectIn(second.talk), unsent: [{ text: 'x' }] } }
    expect((await part({ part: last })).result).toMatchObject({ exit: 'hand-over', outputs: { reason: 'most-text' } })
  })

  it('fails with what the bot says, and with its advice', async () => {
    const failure: BotFailure = {
      ok: false,
      error: { code: 'HTTP_STATUS', message: 'Busy' },
      retryAdvice: { outcome: 'busy', isSure: true },
    }
    const { result } = await part({ reply: failure })
    expect(result).toMatchObject({ exit: 'failure', error: { code: 'HTTP_STATUS' }, retryAdvice: { outcome: 'busy' } })
    expect((await part({}, { account: 'gone' })).result).toMatchObject({ error: { code: 'ACCOUNT_NOT_FOUND' } })
    expect((await part({}, { text: ' ' })).result).toMatchObject({ error: { code: 'INVALID_VALUE' } })
  })

  it('leaves what was said and found, whatever it fails with', async () => {
    const fields = [{ name: 'nights', type: 'number' }]
    const kept = { found: { nights: 2 }, transcript: expect.stringContaining('Contact: Hello'), turns: 1 }
    const quietly = await part({ reply: { slots: { nights: 2 } } }, { fields })
    const unheard = await part({ part: outputsOf(quietly.result) }, { fields, to: ' ' })
    expect(unheard.result).toMatchObject({ exit: 'failure', outputs: { ...kept, error: 'INVALID_VALUE' } })

    const { context } = setUp({ part: outputsOf(quietly.result) })
    const heard = await botConversationAction.resume?.({ ...inputs, fields }, context, {
      reason: 'event',
      event: { text: 'And?' },
      state: {},
    })
    const gone = await part({ part: outputsOf(heard ?? {}), isAccountGone: true }, { fields })
    expect(gone.result).toMatchObject({ exit: 'failure', outputs: kept, error: { code: 'ACCOUNT_NOT_FOUND' } })
  })
})

it('ends in Hand Over when people have taken the conversation', async () => {
  const asked = await part({ reply: { messages: [{ text: 'Which?' }] } })
  const error = { code: 'WITH_PERSON', message: 'People have it.' }
  const { result } = await part({ part: outputsOf(asked.result), sent: { ok: false, error } })
  expect(result).toMatchObject({ exit: 'hand-over', outputs: { reason: 'person-took-over', error: '' } })
})

it.each([
  [{ with_person: true, status: 'open' }, 'hand-over', 'person-took-over'],
  [{ with_person: true, status: 'closed' }, 'no-reply', 'silence'],
  [{ with_person: false, status: 'open' }, 'no-reply', 'silence'],
  [undefined, 'no-reply', 'silence'],
])('after a long silence in a conversation that is %j it takes %s', async (conversation, exit, reason) => {
  const { context } = setUp(conversation === undefined ? {} : { conversation })
  const result = await botConversationAction.resume?.(inputs, context, { reason: 'due', event: {}, state: {} })
  expect(result).toMatchObject({ exit, outputs: { reason } })
})

describe('after a crash', () => {
  it('a bot that can say so is asked whether it has the text, and its answer counts', async () => {
    const seen: BotTurn[] = []
    const { context } = setUp({
      find: async (turn) => {
        seen.push(turn)
        return { kind: 'done', reply: { ...quiet, messages: [{ text: 'Found' }] } }
      },
    })
    expect(await botConversationAction.find?.(inputs, context)).toMatchObject({
      kind: 'done',
      result: { exit: 'once-more', outputs: { text: 'Found' } },
    })
    expect(seen).toMatchObject([{ text: 'Hello', key: context.idempotencyKey }])
  })

  it('a bot that remembers nothing is asked again, and a carrier that takes each key once gets the text again', async () => {
    expect(await botConversationAction.find?.(inputs, setUp().context)).toEqual({ kind: 'not-done', settledAfterMs: 0 })
    const asked = await part({ reply: { messages: [{ text: 'Which?' }] } })
    const telling = { part: outputsOf(asked.result) }
    expect(await botConversationAction.find?.(inputs, setUp({ ...telling, repeat: 'keyed' }).context)).toEqual({
      kind: 'not-done',
      settledAfterMs: 0,
    })
    expect(await botConversationAction.find?.(inputs, setUp(telling).context)).toEqual({
      kind: 'unknown',
      isFinal: true,
    })
  })
})
