import { AppError } from '@patchbay/shared/errors'
import { describe, expect, it, onTestFinished } from 'vitest'
import { stepContext } from '../../../../../test/helpers/outside-calls.ts'
import { closeSocket, hang, json, type Reply, text } from '../../../../../test/helpers/stand-in.ts'
import { lexBotIds, lexError, lexKeys, plainAnswer, startLex } from '../../../../../test/stand-ins/lex.ts'
import { createTurns } from '../../../../bots/create-turns.ts'
import { pauseBeforeNextTry } from '../../../../kit/retry.ts'
import { createLexBot } from './run.ts'

const inputs = { account: 'a1', text: 'A room for two nights', ...lexBotIds, timeoutSeconds: 5 }

async function bot(reply?: Reply) {
  const service = await startLex()
  onTestFinished(() => service.close())
  if (reply !== undefined) service.answerWith(reply)
  const action = createLexBot(createTurns())
  const contextOf = (options: Parameters<typeof stepContext>[0] = {}) =>
    stepContext({
      now: () => new Date(),
      variables: { ANI: '+13055550119' },
      accounts: {
        open: async (type, id) =>
          type === 'lex' && id !== 'gone'
            ? { id, name: 'Hotel', properties: { ...lexKeys, apiUrl: service.origin } }
            : undefined,
        mask: () => ({ hide: (value) => value }),
      },
      ...options,
    })
  const run = async (change: object = {}, context = contextOf()) => {
    const given = { ...inputs, ...change }
    return action.run(given, context, action.prepare?.(given))
  }
  return { service, action, contextOf, run }
}

const booking = {
  ...plainAnswer('For how many nights?'),
  sessionState: {
    intent: { name: 'BookRoom', state: 'InProgress', slots: { Nights: null } },
    dialogAction: { type: 'ElicitSlot', slotToElicit: 'Nights' },
    sessionAttributes: { guest: 'new' },
  },
  interpretations: [{ nluConfidence: { score: 0.9 } }],
}

describe('Lex Bot', () => {
  it('says the text, and has the answer as outputs and response variables', async () => {
    const { run, service } = await bot(json(booking))
    const responseVariables = [
      { name: 'asked', query: 'sessionState.dialogAction.slotToElicit' },
      { name: 'none', query: 'sessionState.nothing' },
    ]
    expect(await run({ responseVariables })).toMatchObject({
      exit: 'success',
      outputs: {
        response: 'For how many nights?',
        messages: [{ text: 'For how many nights?' }],
        choices: [],
        intent: 'BookRoom',
        slots: { Nights: null },
        slotToElicit: 'Nights',
        confidence: 0.9,
        sessionAttributes: { guest: 'new' },
        ended: false,
        statuscode: 200,
        responsebody: booking,
        error: '',
      },
      variables: { asked: 'Nights', none: null },
      warnings: [{ code: 'QUERY_NO_MATCH' }],
    })
    expect(service.turns.map(({ body }) => body)).toEqual([{ text: 'A room for two nights' }])
  })

  it('sends session attributes as texts', async () => {
    const { run, service } = await bot()
    await run({ sessionAttributes: [{ name: 'room', value: '204' }] })
    expect(service.turns[0]?.body.sessionState).toEqual({ sessionAttributes: { room: '204' } })
  })

  it('names a conversation by the account, too, so that nobody can try out whose number is behind the name', async () => {
    const { run, service } = await bot()
    await run()
    await run({ account: 'a2' })
    const [first, second] = service.turns.map(({ sessionId }) => sessionId)
    expect(second).not.toBe(first)
  })

  it('keeps one conversation for each contact and channel, whose number does not leave', async () => {
    const { run, service, contextOf } = await bot()
    const whatsapp = { ...contextOf(), address: { channel: 'whatsapp', value: '+17865550100' } as const }
    const ofNobody = contextOf({ variables: {} })
    await run()
    await run()
    await run({}, whatsapp)
    await run({}, ofNobody)
    await run({ user: 'guest 7' })
    await run({ user: 'guest 7' }, whatsapp)
    const ids = service.turns.map(({ sessionId }) => sessionId)
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{40}$/)
    expect(new Set(ids).size).toBe(4)
    expect([ids[1], ids[5]]).toEqual([ids[0], ids[4]])
  })

  it('says two texts of one contact one after the other, and that of another contact in between', async () => {
    let release = () => {}
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    const { run, service } = await bot(async (response, request) => {
      if (JSON.parse(request.body).text === 'one') await released
      await json(plainAnswer('Yes.'))(response, request)
    })
    const ofOne = [run({ text: 'one' }), run({ text: 'two' })]
    expect(await run({ text: 'other', user: 'another guest' })).toMatchObject({ exit: 'success' })
    await expect.poll(() => service.taken).toBe(2)
    release()
    expect((await Promise.all(ofOne)).map(({ exit }) => exit)).toEqual(['success', 'success'])
    expect(service.turns.map(({ body }) => body.text).filter((text) => text !== 'other')).toEqual(['one', 'two'])
  })

  it('has what a model writes as it is: variables, templates and markup are text', async () => {
    const hostile = ['$ANI {{secret}} $', '{LEXBOT_2.response} <script>alert(1)</script> https://example.com'].join('')
    const { run, service } = await bot(json(plainAnswer(hostile)))
    expect((await run()).outputs).toMatchObject({ response: hostile, messages: [{ text: hostile }] })
    expect(service.taken).toBe(1)
  })
})

describe('Lex Bot takes On Failure before it calls', () => {
  it.each([
    [{ text: ' \n' }, 'Text/Message is empty.'],
    [{ text: 'é'.repeat(1_025) }, 'Text/Message has 1025 characters; Amazon Lex takes 1024 at most.'],
    [{ botId: 'Hotel bot' }, 'Bot Name/ID cannot be "Hotel bot".'],
    [{ botId: '' }, 'Bot Name/ID is empty.'],
    [{ botAlias: '../../../x' }, 'Bot Alias cannot be "../../../x".'],
    [{ locale: 'English' }, 'Locale cannot be "English".'],
    [{ account: 'gone' }, expect.stringContaining('account')],
  ])('with %j', async (change, message) => {
    const { run, service } = await bot()
    expect(await run(change)).toMatchObject({ exit: 'failure', error: { message }, outputs: { statuscode: null } })
    expect(service.taken).toBe(0)
  })

  it('and an id of the wrong form stops the deploy, unless it is a variable', async () => {
    const { action } = await bot()
    expect(action.problems?.({ ...inputs, botId: 'Hotel bot' })).toMatchObject([{ path: 'botId' }])
    expect(action.problems?.({ ...inputs, botId: '$bot', locale: '$language' })).toEqual([])
  })
})

/** Seconds until the text is said again where the author has chosen nothing; `never` when it is not. */
function nextTry(result: Awaited<ReturnType<ReturnType<typeof createLexBot>['run']>>) {
  const retry = result.retryAdvice?.unlessChosen ?? { attempts: 5, backoffSeconds: 1 }
  const ms = pauseBeforeNextTry({ retry, policy: 'never', result, tries: 1, random: 0.5 })
  return ms === undefined ? 'never' : ms / 1000
}

describe('Lex Bot when the service fails', () => {
  const later = { 'retry-after': '7' }
  it.each([
    ['ThrottlingException', 429, {}, 1],
    ['ThrottlingException', 429, later, 7],
    ['ConflictException', 409, {}, 1],
    ['InternalServerException', 500, {}, 1],
    ['BadGatewayException', 502, {}, 'never'],
    ['ServiceUnavailableException', 503, later, 7],
    ['GatewayTimeoutException', 504, {}, 'never'],
    ['DependencyFailedException', 424, {}, 'never'],
    ['ValidationException', 400, {}, 'never'],
    ['AccessDeniedException', 403, {}, 'never'],
    ['ResourceNotFoundException', 404, {}, 'never'],
  ] as const)('%s (%i, %j): says the text again after %s', async (type, status, headers, expected) => {
    const { run } = await bot(lexError(status, type, 'No.', headers))
    const result = await run()
    expect(result).toMatchObject({
      exit: 'failure',
      outputs: { statuscode: status, responsebody: { message: 'No.' }, error: 'HTTP_STATUS' },
      error: { code: 'HTTP_STATUS', message: `Amazon Lex answered ${status}: No.`, help: expect.stringMatching(/\.$/) },
    })
    expect(nextTry(result)).toBe(expected)
  })

  it('does not repeat what Lex says about keys, since a part of them may be in it', async () => {
    const { run } = await bot(lexError(403, 'ExpiredTokenException', 'The token AbCd is expired.'))
    const result = await run()
    expect(result).toMatchObject({
      error: { message: 'Amazon Lex answered 403', help: expect.stringContaining('The Session Token has ended.') },
    })
    expect(nextTry(result)).toBe('never')
  })

  const elsewhere: Reply = (response) => void response.writeHead(307, { location: '/elsewhere' }).end()
  it.each([
    ['does not answer', hang, 'TIMEOUT'],
    ['hangs up', closeSocket, 'CONNECTION_FAILED'],
    ['is a proxy without its service', text('Bad Gateway', { status: 502 }), 'HTTP_STATUS'],
    ['is a proxy that is busy', json({}, 503), 'HTTP_STATUS'],
    ['is a proxy that wants fewer calls', text('Too Many Requests', { status: 429 }), 'HTTP_STATUS'],
    ['is a proxy that refuses', text('Conflict', { status: 409 }), 'HTTP_STATUS'],
    ['babbles', text('<html>Welcome</html>', { contentType: 'text/html' }), 'RESPONSE_NOT_READABLE'],
    ['answers half of its JSON', text('{"messages": [', { contentType: 'application/json' }), 'RESPONSE_NOT_READABLE'],
    ['answers something else', json({ ok: true }), 'RESPONSE_NOT_READABLE'],
    ['sends elsewhere', elsewhere, 'HTTP_STATUS'],
  ])('%s: the text is not said again', async (_what, reply, code) => {
    const { run, service } = await bot(reply)
    const result = await run({ timeoutSeconds: 1 })
    expect(result).toMatchObject({ exit: 'failure', error: { code }, outputs: { error: code } })
    expect([nextTry(result), service.taken]).toEqual(['never', 1])
  })

  it('cannot be reached: the text was not said, and is said again where the author wants that', async () => {
    const { run, contextOf, service } = await bot()
    await service.close()
    const result = await run({}, contextOf())
    expect(result).toMatchObject({ exit: 'failure', error: { code: 'CONNECTION_FAILED' } })
    expect(nextTry(result)).toBe(1)
  })

  it('lets the next text of the contact through', async () => {
    const { run, service } = await bot(hang)
    expect(await run({ timeoutSeconds: 1 })).toMatchObject({ exit: 'failure' })
    service.answerWith(json(plainAnswer('Here I am.')))
    expect(await run()).toMatchObject({ outputs: { response: 'Here I am.' } })
  })

  it('leaves other errors to the engine', async () => {
    const { run, contextOf } = await bot()
    const thrown = new Error('database')
    const accounts = { open: () => Promise.reject(thrown), mask: () => ({ hide: <Value>(value: Value) => value }) }
    expect(thrown).not.toBeInstanceOf(AppError)
    await expect(run({}, contextOf({ accounts }))).rejects.toBe(thrown)
  })
})
