import {
  GetSessionCommand,
  LexRuntimeV2Client,
  LexRuntimeV2ServiceException,
  RecognizeTextCommand,
} from '@aws-sdk/client-lex-runtime-v2'
import { describe, expect, it, onTestFinished } from 'vitest'
import { standIn, webClient } from '../../../test/helpers/outside-calls.ts'
import { json, text } from '../../../test/helpers/stand-in.ts'
import { lexBotIds, lexError, lexKeys, plainAnswer, startLex, temporaryKeys } from '../../../test/stand-ins/lex.ts'
import { botOutputs, textOfMessages } from '../../bots/bot-answer.ts'
import type { LexProperties } from './account.ts'
import { getSession, type LexCall, recognizeText } from './calls.ts'
import { checkLex } from './check.ts'
import { readAnswer } from './read-answer.ts'
import { signedHeaders } from './signed-headers.ts'
import { refusalOf } from './wire.ts'

async function lexService(options?: Parameters<typeof startLex>[0]) {
  const service = await startLex(options)
  onTestFinished(() => service.close())
  return service
}

function callOf(apiUrl: string, change: Partial<LexProperties> = {}): LexCall {
  const properties = { ...lexKeys, apiUrl, ...change }
  return { web: webClient(), properties, signal: new AbortController().signal, timeoutMs: 5_000, now: new Date() }
}

/** The vendor's own client. */
function clientOf(endpoint: string, { sessionToken, ...keys }: Partial<LexProperties> = {}) {
  const { accessKeyId, secretAccessKey, region } = { ...lexKeys, ...keys }
  const credentials = { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) }
  const client = new LexRuntimeV2Client({ endpoint, region, credentials, maxAttempts: 1, requestHandler })
  onTestFinished(() => client.destroy())
  return client
}

/** It talks HTTP/2 by itself, and the stand-in HTTP/1. */
const requestHandler = {
  async handle(request: {
    method: string
    protocol: string
    hostname: string
    port?: number
    path: string
    headers: Record<string, string>
    body?: string
  }) {
    const { method, protocol, hostname, port, path, headers, body } = request
    const answer = await fetch(`${protocol}//${hostname}:${port}${path}`, { method, headers, body: body ?? null })
    const bytes = new Uint8Array(await answer.arrayBuffer())
    return { response: { statusCode: answer.status, headers: Object.fromEntries(answer.headers), body: bytes } }
  },
}

const session = { ...lexBotIds, sessionId: 'u-1' }
const vendorSession = {
  botId: lexBotIds.botId,
  botAliasId: lexBotIds.botAlias,
  localeId: lexBotIds.locale,
  sessionId: 'u-1',
}

describe('the signature', () => {
  const sign = (path: string) =>
    signedHeaders(
      {
        method: 'POST',
        url: `https://runtime-v2-lex.us-east-1.amazonaws.com${path}`,
        headers: {
          'content-type': 'application/json',
          'x-amz-content-sha256': 'cbbbdcd27692344de5dbab3abcaba413fb0f45307267de7081401576df1cb176',
        },
        body: '{"text":"hello"}',
      },
      lexKeys,
      new Date(Date.UTC(2026, 0, 2, 3, 4, 5)),
    ).then((headers) => headers.find(([name]) => name === 'authorization')?.[1])

  it("is the one that the vendor's signer computes, also for an id that is encoded twice", async () => {
    const path = '/bots/BOT1234567/botAliases/TSTALIASID/botLocales/en_US/sessions'
    expect(await sign(`${path}/u-1/text`)).toContain(
      'Signature=5716b5acd9bcd9b3b595bab2c00832db0e16d6fda17c0d51b47a4455abe1c744',
    )
    expect(await sign(`${path}/whatsapp%3A447700900001/text`)).toContain(
      'Signature=8fc0dd3da4b58845fc9755c1d39e2204522858537c7a55d441b23c5b3976dd24',
    )
  })
})

describe('the stand-in and the client of the vendor', () => {
  it('agree with us about requests and about what is read from the answers', async () => {
    const service = await lexService()
    const client = clientOf(service.origin)
    const sessionState = { sessionAttributes: { room: '204' } }
    for (const body of [{ text: 'A room, päss, please' }, { text: 'Two', sessionState }]) {
      const theirs = await client.send(new RecognizeTextCommand({ ...vendorSession, ...body }))
      const ours = await recognizeText(callOf(service.origin), session, body)
      expect(ours.body).toMatchObject({ messages: theirs.messages, sessionState: theirs.sessionState })
      const [first, second] = service.turns.slice(-2)
      expect(second).toEqual(first)
    }
  })

  it('agree about temporary keys, and about ids with a colon', async () => {
    const service = await lexService()
    const id = { sessionId: 'whatsapp:447700900001' }
    await clientOf(service.origin, temporaryKeys).send(
      new RecognizeTextCommand({ ...vendorSession, ...id, text: 'Hi' }),
    )
    const ours = await recognizeText(callOf(service.origin, temporaryKeys), { ...session, ...id }, { text: 'Hi' })
    expect(ours.statusCode).toBe(200)
    expect(service.turns[1]).toEqual(service.turns[0])
  })

  it.each([
    ['a key that nobody knows', { accessKeyId: 'AKIDOTHER' }, 'UnrecognizedClientException'],
    ['another secret', { secretAccessKey: 'other' }, 'InvalidSignatureException'],
    ['another region', { region: 'eu-west-1' }, 'InvalidSignatureException'],
    ['a token that is not theirs', { sessionToken: 'no' }, 'UnrecognizedClientException'],
  ])('agree about %s', async (_what, keys, type) => {
    const service = await lexService()
    const theirs: unknown = await clientOf(service.origin, keys)
      .send(new GetSessionCommand(vendorSession))
      .catch((error: unknown) => error)
    if (!(theirs instanceof LexRuntimeV2ServiceException)) throw new Error('It was taken.')
    const ours = await getSession(callOf(service.origin, keys), session)
    expect([ours.statusCode, refusalOf(ours)]).toEqual([403, { type, message: theirs.message }])
    expect([theirs.name, theirs.$metadata.httpStatusCode, service.taken]).toEqual([type, 403, 0])
  })

  it('agree about a clock that is off', async () => {
    const service = await lexService({ now: () => new Date(Date.now() + 6 * 60_000) })
    const ours = await getSession(callOf(service.origin), session)
    expect(refusalOf(ours).type).toBe('InvalidSignatureException')
  })
})

describe('what is read from an answer', () => {
  const read = (change: object) => {
    const answer = readAnswer({ ...plainAnswer(), ...change })
    return answer && { ...answer, ...botOutputs(answer), response: textOfMessages(answer.messages) }
  }

  it('joins several texts, and takes the tags out of speech', () => {
    const messages = [
      { contentType: 'PlainText', content: 'Hello.' },
      { contentType: 'SSML', content: '<speak>Bed &amp; breakfast<break time="1s"/>or only a bed?</speak>' },
    ]
    expect(read({ messages })?.response).toBe('Hello.\nBed & breakfast or only a bed?')
  })

  it('reads speech that is all angle brackets as fast as any other', () => {
    const content = '<'.repeat(500_000)
    expect(read({ messages: [{ contentType: 'SSML', content }] })?.response).toBe(content)
  })

  it('turns a card into text, a picture and buttons as Send Message takes them', () => {
    const imageResponseCard = {
      title: 'Rooms',
      subtitle: 'All with a view',
      imageUrl: 'https://example.com/room.png',
      buttons: [{ text: 'Double', value: 'double' }, { text: 'Single' }],
    }
    const buttons = [
      { title: 'Double', value: 'double' },
      { title: 'Single', value: 'Single' },
    ]
    expect(read({ messages: [{ contentType: 'ImageResponseCard', imageResponseCard }] })).toMatchObject({
      response: 'Rooms\nAll with a view',
      messages: [{ text: 'Rooms\nAll with a view', media: [{ url: 'https://example.com/room.png' }], buttons }],
      choices: buttons,
      media: [{ url: 'https://example.com/room.png' }],
    })
  })

  it('keeps a payload beside the texts, and passes over kinds that it does not know', () => {
    const messages = [
      { contentType: 'CustomPayload', content: '{"a":1}' },
      { contentType: 'Hologram', content: 'x' },
    ]
    expect(read({ messages })).toMatchObject({
      response: '',
      messages: [{ text: '', payload: '{"a":1}' }],
      choices: [],
    })
    expect(read({ messages: undefined })).toMatchObject({ response: '', messages: [] })
  })

  it('has slots by their names: a value, a list, parts, and null for an empty one', () => {
    const scalar = (interpretedValue: string) => ({ shape: 'Scalar', value: { originalValue: 'x', interpretedValue } })
    const slots = {
      Nights: scalar('2'),
      Meals: { shape: 'List', values: [scalar('breakfast'), scalar('dinner')] },
      Address: { shape: 'Composite', subSlots: { City: scalar('Miami'), Street: null } },
      Date: null,
      Said: { value: { originalValue: 'soon' } },
    }
    const intent = { name: 'BookRoom', state: 'InProgress', slots }
    const dialogAction = { type: 'ElicitSlot', slotToElicit: 'Date' }
    const interpretations = [{ intent: { name: 'BookRoom' }, nluConfidence: { score: 0.94 } }]
    expect(read({ sessionState: { intent, dialogAction }, interpretations })).toMatchObject({
      intent: 'BookRoom',
      state: 'InProgress',
      slots: {
        Nights: '2',
        Meals: ['breakfast', 'dinner'],
        Address: { City: 'Miami', Street: null },
        Date: null,
        Said: 'soon',
      },
      slotToElicit: 'Date',
      confidence: 0.94,
      ended: false,
    })
  })

  it.each([
    ['Fulfilled', 'Delegate', true],
    ['Failed', 'Delegate', true],
    ['InProgress', 'Close', true],
    ['ReadyForFulfillment', 'Delegate', false],
  ])('in the state %s with the action %s: ended is %s', (state, type, ended) => {
    expect(read({ sessionState: { intent: { name: 'A', state }, dialogAction: { type } } })?.ended).toBe(ended)
  })

  it.each([undefined, null, 'text', [], {}, { sessionState: 'on' }])('%j is no answer', (body) => {
    expect(readAnswer(body)).toBeUndefined()
  })
})

describe('Test Connection', () => {
  async function check(change: Partial<LexProperties>, origin?: string) {
    const service = await lexService()
    const properties = { ...lexKeys, apiUrl: origin ?? service.origin, ...change }
    const host = { web: webClient(), now: () => new Date() }
    const found = await checkLex(host, { id: 'a1', name: 'Hotel', properties }, new AbortController().signal)
    expect(service.turns).toEqual([])
    return found
  }

  it.each([
    [{}, true, 'The keys work. No bot was asked for'],
    [{ testBotId: lexBotIds.botId }, true, 'The keys work, and the bot is there.'],
    [{ testBotId: 'ZZZZZZZZZZ' }, false, 'The keys work, but there is no such bot, alias or locale in this region.'],
    [{ accessKeyId: 'AKIDOTHER' }, false, 'AWS does not know the Access Key ID'],
    [{ secretAccessKey: 'other' }, false, 'The Secret Access Key is wrong, or the clock'],
  ])('with %j finds %s, and says nothing to a bot', async (change, ok, message) => {
    expect(await check(change)).toMatchObject({ ok, checks: [{ text: expect.stringContaining(message) }] })
  })

  it('tells keys that may not use the bot from keys that are wrong', async () => {
    const { origin } = await standIn(lexError(403, 'AccessDeniedException', 'User is not authorized'))
    const found = await check({ testBotId: lexBotIds.botId }, origin)
    expect(found).toMatchObject({ ok: false, message: expect.stringContaining('Allow them lex:RecognizeText') })
  })

  it.each([
    ['a page', text('<html>Welcome</html>')],
    ['JSON', json({}, 404)],
  ])('does not take %s of something else for an answer', async (_what, reply) => {
    const { origin } = await standIn(reply)
    expect(await check({}, origin)).toMatchObject({ ok: false, message: expect.stringContaining('is not Amazon Lex') })
  })
})
