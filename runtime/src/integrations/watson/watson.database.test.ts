import { DAY_MS } from '@patchbay/shared/time'
import AssistantV1 from 'ibm-watson/assistant/v1.js'
import AssistantV2 from 'ibm-watson/assistant/v2.js'
import { BasicAuthenticator, IamAuthenticator } from 'ibm-watson/auth/index.js'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { openTestDatabase } from '../../../test/helpers/database.ts'
import { idleHost } from '../../../test/helpers/integration-parts.ts'
import { json, startStandIn, text } from '../../../test/helpers/stand-in.ts'
import { type WatsonCase, watsonCase } from '../../../test/helpers/watson-case.ts'
import { watsonError, watsonIds, watsonKey, workspaceAnswer } from '../../../test/stand-ins/watson.ts'
import { contactConversation, userConversation } from '../../bots/conversation-name.ts'
import type { Database } from '../../store/database.ts'
import { ownTables } from '../../store/own-tables.ts'
import type { WatsonProperties } from './account.ts'
import { placeOf, serviceUrlOf } from './calls.ts'
import { checkWatson } from './check.ts'
import { watson } from './integration.ts'
import { createSessionRepository, type WatsonTables } from './session-repository.ts'
import { sayToWatson } from './turn.ts'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

const setUp = (change: Partial<WatsonProperties> = {}) => watsonCase(database, change)

/** A text as the action says it. */
function say({ call, sessions }: WatsonCase, words: string, conversation = 'c'.repeat(40), now = () => new Date()) {
  return sayToWatson(call(), sessions, { text: words, conversation, forgetAfterMs: 3_600_000, now })
}

const { assistantId, environmentId, workspaceId } = watsonIds
const version = '2024-08-25'

function authenticatorOf(signIn: 'iam' | 'basic', origin: string, apikey = watsonKey) {
  return signIn === 'iam'
    ? new IamAuthenticator({ apikey, url: origin })
    : new BasicAuthenticator({ username: 'apikey', password: apikey })
}

/** Requests that differ only where they must. */
function comparable({ path, ...turn }: { readonly path: string }) {
  return { ...turn, path: path.replace(/\/sessions\/[^/]+/, '/sessions/…') }
}

describe('the stand-in and the client of the vendor', () => {
  it.each(['iam', 'basic'] as const)('agree with us about an assistant, signed in by %s', async (signIn) => {
    const one = await setUp({ signIn })
    const { service } = one
    const client = new AssistantV2({
      version,
      serviceUrl: service.origin,
      authenticator: authenticatorOf(signIn, service.origin),
    })
    const opened = await client.createSession({ assistantId, environmentId })
    const sessionId = opened.result.session_id
    for (const words of ['A room, päss, please', 'Two']) {
      const theirs = await client.message({
        ...{ assistantId, environmentId, sessionId, userId: 'c'.repeat(40) },
        input: { message_type: 'text', text: words, options: { return_context: true } },
      })
      const ours = await say(one, words)
      expect(ours.body).toEqual(theirs.result)
      const [first, second] = service.turns.slice(-2).map(comparable)
      expect(second).toEqual(first)
    }
    const [theirToken, ourToken] = service.tokenRequests.map((body) => [...new URLSearchParams(body)].sort())
    expect(ourToken).toEqual(theirToken)
    expect(service.tokenRequests).toHaveLength(signIn === 'iam' ? 2 : 0)
    // One session each, for both texts.
    expect(service.sessions.size).toBe(2)
  })

  it('agree with us about a workspace, whose context comes back with the next text', async () => {
    const one = await setUp({ kind: 'workspace', workspaceId })
    const { service } = one
    service.answerWith(json(workspaceAnswer('How many nights?', { room: 'double' })))
    const client = new AssistantV1({
      version,
      serviceUrl: service.origin,
      authenticator: authenticatorOf('iam', service.origin),
    })
    let context: Parameters<typeof client.message>[0]['context']
    for (const words of ['A room', 'Two']) {
      const theirs = await client.message({
        ...{ workspaceId, input: { text: words }, userId: 'c'.repeat(40) },
        ...(context === undefined ? {} : { context }),
      })
      context = theirs.result.context
      const ours = await say(one, words)
      expect(ours.body).toEqual(theirs.result)
      const [first, second] = service.turns.slice(-2)
      expect(second).toEqual(first)
    }
    expect(service.turns.at(-1)?.body.context).toMatchObject({ room: 'double', conversation_id: 'c1' })
  })

  it.each([
    ['a key that IAM does not know', { apiKey: 'other' }, 400],
    ['a key that the service does not take', { apiKey: 'other', signIn: 'basic' }, 401],
    ['an assistant that is not there', { assistantId: 'other' }, 404],
  ] as const)('agree about %s', async (_what, change, status) => {
    const one = await setUp(change)
    const { origin } = one.service
    const { apiKey, signIn, ...properties } = one.call().properties
    const client = new AssistantV2({
      version,
      serviceUrl: origin,
      authenticator: authenticatorOf(signIn, origin, apiKey),
    })
    const ids = { assistantId: properties.assistantId ?? '', environmentId }
    const theirs: unknown = await client.createSession(ids).catch((error: unknown) => error)
    expect(theirs).toMatchObject({ status })
    const said = JSON.parse(Object(theirs).body)
    const ours: unknown = await say(one, 'Hello').catch((error: unknown) => error)
    // Without a token there is no answer of the service, but an error with the words of IAM.
    const expected =
      ours instanceof Error
        ? { message: expect.stringContaining(said.errorMessage) }
        : { statusCode: status, body: said }
    expect(ours).toMatchObject(expected)
    expect(one.service.turns).toEqual([])
  })
})

describe('the token of IAM', () => {
  it('is asked for once by all steps, and again when the service does not take it any more', async () => {
    const one = await setUp()
    await Promise.all(['1', '2', '3', '4', '5'].map((name) => say(one, 'Hello', name.repeat(40))))
    expect(one.service.tokenRequests).toHaveLength(1)
    one.service.endTokens()
    expect(await say(one, 'Hello')).toMatchObject({ statusCode: 200 })
    expect(one.service.tokenRequests).toHaveLength(2)
  })

  it('is renewed before it ends, while the one of before is still used', async () => {
    const one = await setUp()
    await say(one, 'Hello')
    one.pass(3_600_000 - 60_000)
    expect(await say(one, 'Hello')).toMatchObject({ statusCode: 200 })
    await expect.poll(() => one.service.tokenRequests.length).toBe(2)
    expect(one.service.requests.filter(({ headers }) => headers.authorization === undefined)).toEqual([])
  })

  it('is not asked for again and again with a key that is wrong', async () => {
    const one = await setUp({ apiKey: 'other' })
    for (let tries = 0; tries < 3; tries += 1) {
      await expect(say(one, 'Hello')).rejects.toMatchObject({
        code: 'TOKEN_REQUEST_FAILED',
        extra: { help: 'Check Password/API Key of the account. Test Connection tries it.' },
      })
      // Longer than a service that is down for a moment is left alone.
      one.pass(10_000)
    }
    expect(one.service.refusedTokens).toBe(1)
  })
})

describe('a conversation', () => {
  it('goes on in any process, and begins anew after its timeout', async () => {
    const one = await setUp()
    await say(one, 'Hello')
    const other = { ...one, sessions: createSessionRepository(ownTables<WatsonTables>(database)) }
    await say(other, 'Hello again')
    const later = () => new Date(Date.now() + 3_601_000)
    await say(one, 'A day later', undefined, later)
    const [first, second, third] = one.service.turns.map(({ path }) => path)
    expect(second).toBe(first)
    expect(third).not.toBe(first)
  })

  it('that the service has forgotten is opened again, and the text is said in it once', async () => {
    const one = await setUp()
    await say(one, 'Hello')
    one.service.endSessions()
    expect(await say(one, 'Two nights')).toMatchObject({ statusCode: 200 })
    expect(one.service.turns.map(({ body }) => Object(body.input).text)).toEqual(['Hello', 'Two nights'])
    expect(one.service.sessions.size).toBe(1)
  })

  it('goes on after a text whose answer did not come', async () => {
    const one = await setUp()
    one.service.answerWith(watsonError(500, 'Internal error'))
    expect(await say(one, 'Hello')).toMatchObject({ statusCode: 500 })
    one.service.answerWith(json({ output: { generic: [] } }))
    await say(one, 'Hello?')
    expect(new Set(one.service.turns.map(({ path }) => path)).size).toBe(1)
  })

  it('of a contact is forgotten with the contact', async () => {
    const one = await setUp()
    const point = { channel: 'sms', value: '+13055550119' }
    const email = 'dana@brightwater.example'
    const own = [contactConversation(one.accountId, point), userConversation(one.accountId, email)]
    for (const conversation of own) await say(one, 'Hello', conversation)
    await say(one, 'Hello', 'f'.repeat(40))
    await one.sessions.eraseContact({
      ...{ at: new Date(), points: [point], names: [point.value, email] },
      ...{ ownRuns: new Set<string>(), runsAbove: new Set<string>() },
      ...{
        hideAll: (value) => value,
        hideWords: (value) => value,
        tables: <Own>() => ownTables<Own>(database),
      },
    })
    const after = new Date(0)
    for (const conversation of own) {
      expect(await one.sessions.find({ accountId: one.accountId, conversation }, after)).toBeUndefined()
    }
    expect(await one.sessions.find({ accountId: one.accountId, conversation: 'f'.repeat(40) }, after)).toBeDefined()
  })
})

it('forgets a conversation in which nothing was said for seven days, and no other', async () => {
  const { sessions, accountId } = await setUp()
  const now = new Date()
  const key = (conversation: string) => ({ accountId, conversation })
  await sessions.keep(key('old'), 's1', new Date(now.getTime() - 7 * DAY_MS - 1))
  await sessions.keep(key('young'), 's2', new Date(now.getTime() - 7 * DAY_MS + 1))
  const host = { ...idleHost(watson), tables: <Own>() => ownTables<Own>(database), now: () => now }
  const upkeep = watson.create(host).jobs?.[0]
  await upkeep?.work({}, new AbortController().signal)
  expect(upkeep?.cron).toBe('23 * * * *')
  expect(await sessions.find(key('old'), new Date(0))).toBeUndefined()
  expect(await sessions.find(key('young'), new Date(0))).toBe('s2')
})

describe('the address of the service', () => {
  it.each([
    ['https://api.example.com/instances/1/', 'https://api.example.com/instances/1'],
    ['https://api.example.com/instances/1/v1/workspaces/w1/message', 'https://api.example.com/instances/1'],
    ['https://api.example.com/v2/assistants/a1/sessions', 'https://api.example.com'],
  ])('%s is %s', (serviceUrl, expected) => {
    expect(serviceUrlOf({ serviceUrl })).toBe(expected)
  })

  it('has no environment in its path where the account has none', async () => {
    const one = await setUp({ environmentId: '' })
    expect(await say(one, 'Hello')).toMatchObject({ statusCode: 200 })
    expect(one.service.turns[0]?.path).toMatch(/^\/v2\/assistants\/a1b2-hotel\/sessions\/[^/]+\/message$/)
    expect(placeOf(one.call().properties)).toBe('/v2/assistants/a1b2-hotel')
  })
})

describe('Test Connection', () => {
  async function check(change: Partial<WatsonProperties>) {
    const one = await setUp(change)
    const call = one.call()
    const host = { web: call.web, accountTokens: call.accountTokens }
    const account = { id: one.accountId, name: 'Hotel', properties: call.properties }
    const found = await checkWatson(host, account, call.signal)
    expect([one.service.turns, one.service.sessions.size]).toEqual([[], 0])
    return found
  }

  it.each([
    [{}, true, 'The key works, and the assistant and its environment are there.'],
    [{ environmentId: '' }, true, 'The key works, and the assistant is there.'],
    [{ kind: 'workspace', workspaceId, signIn: 'basic' }, true, 'The key works, and the workspace is there.'],
    [{ environmentId: 'other' }, false, 'The key works, but there is no such assistant or environment.'],
    [{ kind: 'workspace', workspaceId: 'other' }, false, 'The key works, but there is no such workspace.'],
    [{ apiKey: 'other' }, false, 'Provided API key could not be found.'],
    [{ apiKey: 'other', signIn: 'basic' }, false, 'Watson Assistant does not take the Password/API Key.'],
  ] as const)('with %j finds %s, and says nothing to the bot', async (change, ok, message) => {
    expect(await check(change)).toMatchObject({ ok, checks: [{ text: expect.stringContaining(message) }] })
  })

  it.each([
    ['a page', text('<html>Welcome</html>')],
    ['JSON', json({ ok: true }, 404)],
  ])('does not take %s of something else for an answer', async (_what, reply) => {
    const { origin, close } = await startStandIn(reply)
    onTestFinished(close)
    const found = await check({ serviceUrl: origin, signIn: 'basic' })
    expect(found).toMatchObject({ ok: false, message: expect.stringContaining('is not Watson Assistant') })
  })
})

it('follows no redirect, which could lead the key away', async () => {
  const one = await setUp()
  one.service.answerWith((response) => void response.writeHead(307, { location: '/elsewhere' }).end())
  expect(await say(one, 'Hello')).toMatchObject({ statusCode: 307 })
  expect(one.service.requests.map(({ url }) => url)).not.toContain('/elsewhere')
})
