import { AppError } from '@patchbay/shared/errors'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../../../../test/helpers/database.ts'
import { stepContext } from '../../../../../test/helpers/outside-calls.ts'
import { closeSocket, hang, json, type Reply, text } from '../../../../../test/helpers/stand-in.ts'
import { watsonCase } from '../../../../../test/helpers/watson-case.ts'
import { textAnswer, watsonError, watsonIds, workspaceAnswer } from '../../../../../test/stand-ins/watson.ts'
import { createTurns } from '../../../../bots/create-turns.ts'
import { pauseBeforeNextTry } from '../../../../kit/retry.ts'
import type { Database } from '../../../../store/database.ts'
import type { WatsonProperties } from '../../account.ts'
import { createWatsonAssistant } from './run.ts'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

async function assistant(reply?: Reply, change: Partial<WatsonProperties> = {}) {
  const one = await watsonCase(database, change)
  if (reply !== undefined) one.service.answerWith(reply)
  const action = createWatsonAssistant(one.sessions, createTurns())
  const inputs = { account: one.accountId, text: 'A room for two nights', timeoutSeconds: 5 }
  const contextOf = (options: Parameters<typeof stepContext>[0] = {}) =>
    stepContext({
      now: () => new Date(),
      variables: { ANI: '+13055550119' },
      accountTokens: one.accountTokens,
      accounts: {
        open: async (type, id) =>
          type === 'watson' && id === one.accountId ? { id, name: 'Hotel', properties: one.properties } : undefined,
        mask: () => ({ hide: (value) => value }),
      },
      ...options,
    })
  const run = async (given: object = {}, context = contextOf()) => {
    const all = { ...inputs, ...given }
    return action.run(all, context, action.prepare?.(all))
  }
  const texts = () => one.service.turns.map(({ body }) => Object(body.input).text)
  return { service: one.service, contextOf, run, texts }
}

const booking = {
  output: {
    generic: [
      { response_type: 'text', text: 'Sure.' },
      {
        response_type: 'option',
        title: 'How many nights?',
        options: [{ label: 'Two', value: { input: { text: '2' } } }],
      },
    ],
    intents: [{ intent: 'book_room', confidence: 0.9 }],
    entities: [],
  },
  context: { skills: { 'main skill': { user_defined: { room: 'double' } } } },
}

describe('Watson Assistant', () => {
  it('says the text, and has the answer as outputs and response variables', async () => {
    const { run, service } = await assistant(json(booking))
    const responseVariables = [
      { name: 'room', query: 'context.skills."main skill".user_defined.room' },
      { name: 'none', query: 'output.nothing' },
    ]
    expect(await run({ responseVariables })).toMatchObject({
      exit: 'success',
      outputs: {
        answer: 'Sure.\nHow many nights?',
        response: { output: { text: ['Sure.', 'How many nights?'], generic: booking.output.generic } },
        messages: [{ text: 'Sure.' }, { text: 'How many nights?', buttons: [{ title: 'Two', value: '2' }] }],
        choices: [{ title: 'Two', value: '2' }],
        ...{ intent: 'book_room', confidence: 0.9, slots: { room: 'double' } },
        ...{ handOver: false, noteToPerson: '', ended: false },
        ...{ statuscode: 200, responsebody: booking, error: '' },
      },
      variables: { room: 'double', none: null },
      warnings: [{ code: 'QUERY_NO_MATCH' }],
    })
    expect(service.turns.map(({ body }) => body)).toMatchObject([
      {
        input: { message_type: 'text', text: 'A room for two nights' },
        user_id: expect.stringMatching(/^[0-9a-f]{40}$/),
      },
    ])
  })

  it('speaks with a classic workspace under the names of SmartFlows', async () => {
    const change = { kind: 'workspace', workspaceId: watsonIds.workspaceId, signIn: 'basic' } as const
    const { run, service } = await assistant(json(workspaceAnswer('How many nights?')), change)
    expect(await run()).toMatchObject({
      exit: 'success',
      outputs: { statuscode: 200, response: { output: { text: ['How many nights?'] } }, answer: 'How many nights?' },
    })
    expect([service.turns[0]?.path, service.tokenRequests]).toEqual(['/v1/workspaces/w1-hotel/message', []])
  })

  it('sends a text of several lines on one, as the service wants it', async () => {
    const { run, texts } = await assistant()
    await run({ text: ' A room,\r\n\tplease \n' })
    expect(texts()).toEqual(['A room, please'])
  })

  it('keeps one conversation for each contact and channel, whose number does not leave', async () => {
    const { run, service, contextOf } = await assistant()
    const whatsapp = { ...contextOf(), address: { channel: 'whatsapp', value: '+17865550100' } as const }
    await run()
    await run()
    await run({}, whatsapp)
    await run({ user: 'guest 7' })
    await run({ user: 'guest 7' }, whatsapp)
    const paths = service.turns.map(({ path }) => path)
    expect([paths[1], paths[4], new Set(paths).size]).toEqual([paths[0], paths[3], 3])
    expect(JSON.stringify([service.turns, service.requests])).not.toContain('3055550119')
  })

  it('begins anew after the Conversation timeout', async () => {
    const { run, service, contextOf } = await assistant()
    const later = (minutes: number) => contextOf({ now: () => new Date(Date.now() + minutes * 60_000) })
    for (const minutes of [0, 4, 8, 14]) await run({ conversationTimeoutMinutes: 5 }, later(minutes))
    const [first, ...others] = service.turns.map(({ path }) => path)
    expect(others.map((path) => path === first)).toEqual([true, true, false])
  })

  it('says two texts of one contact one after the other, in one conversation', async () => {
    const { run, service, texts } = await assistant()
    const results = await Promise.all([run({ text: 'one' }), run({ text: 'two' }), run({ text: 'three' })])
    expect(results.map(({ exit }) => exit)).toEqual(['success', 'success', 'success'])
    expect([texts(), service.sessions.size]).toEqual([['one', 'two', 'three'], 1])
  })

  it('has what a model writes as it is: variables, templates and markup are text', async () => {
    const hostile = ['$ANI {{secret}} $', '{WATSONASSIST_2.answer} <script>alert(1)</script> https://example.com'].join(
      '',
    )
    const { run, service } = await assistant(json(textAnswer(hostile)))
    expect((await run()).outputs).toMatchObject({ answer: hostile, response: { output: { text: [hostile] } } })
    expect(service.turns).toHaveLength(1)
  })
})

describe('Watson Assistant takes On Failure before it calls', () => {
  it.each([
    [{ text: ' \n' }, 'Text/Message is empty.'],
    [{ text: 'é'.repeat(2_049) }, 'Text/Message has 2049 characters; Watson Assistant takes 2048 at most.'],
    [{ account: 'gone' }, expect.stringContaining('account')],
  ])('with %j', async (change, message) => {
    const { run, service } = await assistant()
    expect(await run(change)).toMatchObject({ exit: 'failure', error: { message }, outputs: { statuscode: null } })
    expect(service.requests).toEqual([])
  })
})

/** Seconds until the text is said again where the author has chosen nothing; `never` when it is not. */
function nextTry(result: Awaited<ReturnType<ReturnType<typeof createWatsonAssistant>['run']>>) {
  const retry = result.retryAdvice?.unlessChosen ?? { attempts: 5, backoffSeconds: 2 }
  const ms = pauseBeforeNextTry({ retry, policy: 'never', result, tries: 1, random: 0.5 })
  return ms === undefined ? 'never' : ms / 1000
}

describe('Watson Assistant when the service fails', () => {
  const later = { 'retry-after': '7' }
  it.each([
    [429, {}, 2],
    [429, later, 7],
    [500, {}, 2],
    [503, later, 7],
    [502, {}, 'never'],
    [504, {}, 'never'],
    [400, {}, 'never'],
    [415, {}, 'never'],
  ] as const)('%i (%j): says the text again after %s', async (status, headers, expected) => {
    const { run } = await assistant(watsonError(status, 'No.', headers))
    const result = await run()
    expect(result).toMatchObject({
      exit: 'failure',
      outputs: { statuscode: status, responsebody: { error: 'No.' }, error: 'HTTP_STATUS' },
      error: { message: `Watson Assistant answered ${status}: No.`, help: expect.stringMatching(/\.$/) },
    })
    expect(nextTry(result)).toBe(expected)
  })

  it('does not repeat what the service says about keys, since a part of them may be in it', async () => {
    const { run } = await assistant(watsonError(403, 'The key AbCd may not do that.'))
    expect(await run()).toMatchObject({ error: { message: 'Watson Assistant answered 403' } })
  })

  const elsewhere: Reply = (response) => void response.writeHead(307, { location: '/elsewhere' }).end()
  it.each([
    ['does not answer', hang, 'TIMEOUT'],
    ['hangs up', closeSocket, 'CONNECTION_FAILED'],
    ['is a proxy without its service', text('Bad Gateway', { status: 502 }), 'HTTP_STATUS'],
    ['is a proxy that is busy', json({}, 503), 'HTTP_STATUS'],
    ['is a proxy that wants fewer calls', text('Too Many Requests', { status: 429 }), 'HTTP_STATUS'],
    ['babbles', text('<html>Welcome</html>', { contentType: 'text/html' }), 'RESPONSE_NOT_READABLE'],
    ['answers half of its JSON', text('{"output": {', { contentType: 'application/json' }), 'RESPONSE_NOT_READABLE'],
    ['answers something else', json({ ok: true }), 'RESPONSE_NOT_READABLE'],
    ['sends elsewhere', elsewhere, 'HTTP_STATUS'],
  ])('%s: the text is not said again', async (_what, reply, code) => {
    const { run, texts } = await assistant(reply)
    const result = await run({ timeoutSeconds: 1 })
    expect(result).toMatchObject({ exit: 'failure', error: { code }, outputs: { error: code } })
    expect([nextTry(result), texts()]).toEqual(['never', ['A room for two nights']])
  })

  it('cannot be reached: the text was not said, and is said again where the author wants that', async () => {
    const { run, service } = await assistant()
    await run()
    await service.close()
    const result = await run()
    expect(result).toMatchObject({ exit: 'failure', error: { code: 'CONNECTION_FAILED' } })
    expect(nextTry(result)).toBe(2)
  })

  it('without a token the text was not said, and the error names the key', async () => {
    const { run, service } = await assistant(undefined, { apiKey: 'other' })
    const result = await run()
    expect(result).toMatchObject({
      exit: 'failure',
      error: { code: 'TOKEN_REQUEST_FAILED', help: expect.stringContaining('Password/API Key') },
    })
    expect(service.requests).toEqual([])
  })

  it('leaves other errors to the engine', async () => {
    const { run, contextOf } = await assistant()
    const thrown = new Error('database')
    const accounts = { open: () => Promise.reject(thrown), mask: () => ({ hide: <Value>(value: Value) => value }) }
    expect(thrown).not.toBeInstanceOf(AppError)
    await expect(run({}, contextOf({ accounts }))).rejects.toBe(thrown)
  })
})
