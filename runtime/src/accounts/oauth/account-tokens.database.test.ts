import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../../test/helpers/database.ts'
import { eventually } from '../../../test/helpers/eventually.ts'
import { failureOf } from '../../../test/helpers/outside-calls.ts'
import { hang } from '../../../test/helpers/stand-in.ts'
import {
  type AuthorizationServer,
  type AuthorizationServerOptions,
  client,
  person,
  redirectUri,
  startAuthorizationServer,
  tokenFaults,
} from '../../../test/stand-ins/authorization-server.ts'
import type { OAuthClient, OAuthGrant } from '../../kit/oauth.ts'
import { createWebClient } from '../../platform/egress/create-web-client.ts'
import { secretKeyOf } from '../../platform/secrets/secret-key.ts'
import type { Database } from '../../store/database.ts'
import { uuidv7 } from '../../store/uuid.ts'
import { createAccountRepository } from '../account-repository.ts'
import { type AccountTokensOptions, createAccountTokens, type OAuthAccount } from './account-tokens.ts'
import { createConnecting } from './connecting.ts'
import { createRenewal } from './renewal.ts'
import type { LostAccount } from './token-failure.ts'
import { createAccountTokenRepository } from './token-repository.ts'

const key = secretKeyOf('a key for tests')
const web = createWebClient({ allow: ['127.0.0.1'] })
const start = Date.UTC(2026, 0, 1)
const timeoutMs = 20_000

let database: Database
let server: AuthorizationServer
let accountId: string
let account: OAuthAccount
let time: number
let lost: LostAccount[]

beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(async () => {
  await web.close()
  await database.close()
})
beforeEach(() => {
  time = start
  lost = []
})
afterEach(() => server.close())

const passwordGrant: OAuthGrant = { type: 'password', ...person }

async function setUp(grant: 'code' | OAuthGrant, options: AuthorizationServerOptions = {}) {
  server = await startAuthorizationServer(options)
  const { origin } = server
  const code: OAuthGrant = { type: 'authorization-code', authorizationUrl: `${origin}/authorize?prompt=login` }
  const oauth: OAuthClient = {
    grant: grant === 'code' ? code : grant,
    tokenUrl: `${origin}/token`,
    clientId: client.id,
    clientSecret: client.secret,
    scope: 'orders',
    audience: '',
    origins: [origin],
  }
  account = { name: 'Shop', client: oauth }
  accountId = uuidv7()
  const stamp = { createdAt: new Date(start), modifiedAt: new Date(start), modifiedBy: 'test' }
  await createAccountRepository(database.kysely).create({
    id: accountId,
    type: 'web-call',
    name: 'Shop',
    identity: null,
    properties: {},
    secrets: {},
    ...stamp,
  })
}

const parts = () => ({
  tokens: createAccountTokenRepository(database.kysely),
  oauthOf: async () => account,
  web,
  key,
  hide: (_accountId: string, text: string) => text.replaceAll(person.password, '•••'),
  now: () => new Date(time),
})

/** A process of Patchbay as far as tokens go. */
function startNode(change: Partial<AccountTokensOptions> = {}) {
  const tokens = createAccountTokens({
    ...parts(),
    ...change,
    reportLoss: async (loss) => ({ enter: async () => void lost.push(loss), wake: () => undefined }),
    onError: (error) => {
      throw error
    },
  })
  return {
    ...tokens,
    get: (rejected?: string) => tokens.token(accountId, { timeoutMs, ...(rejected && { rejected }) }),
  }
}

const connecting = () => createConnecting({ ...parts(), kysely: database.kysely, onConnected: () => undefined })

async function connect() {
  const url = await connecting().begin(accountId, { sessionId: 's1', redirectUri })
  const returned = Object.fromEntries(await server.authorize(url))
  const { problem } = await connecting().finish({ state: '', ...returned }, 's1')
  expect(problem).toBeNull()
}

const rowOf = (id: string) =>
  database.kysely.selectFrom('accountToken').selectAll().where('accountId', '=', id).executeTakeFirstOrThrow()

describe('the token of an account', () => {
  it('is asked for once by all steps of two processes, also later and after a restart', async () => {
    await setUp({ type: 'client-credentials' })
    const [one, two] = [startNode(), startNode()]
    const tokens = await Promise.all(Array.from({ length: 40 }, (_, index) => (index % 2 ? one : two).get()))
    expect(new Set(tokens)).toEqual(new Set(server.given))
    expect(await startNode().get()).toBe(tokens[0])
    expect(server.asked).toEqual([{ grant: 'client_credentials', answer: 'given' }])
  })

  it('is stored sealed', async () => {
    await setUp(passwordGrant)
    const token = await startNode().get()
    const stored = JSON.stringify(await rowOf(accountId))
    expect(stored).not.toContain(token)
    expect(stored).not.toMatch(/refresh-|password-of/)
  })

  it('is renewed by one process once it has ended, with the refresh token, which is good once', async () => {
    await setUp('code')
    await connect()
    const [one, two] = [startNode(), startNode()]
    await one.get()
    for (let round = 1; round <= 3; round += 1) {
      time += 3_600_000
      const tokens = await Promise.all(Array.from({ length: 100 }, (_, index) => (index % 2 ? one : two).get()))
      expect(new Set(tokens)).toEqual(new Set([server.given.at(-1)]))
      expect(server.given).toHaveLength(1 + round)
    }
    expect(server.asked.every(({ answer }) => answer === 'given')).toBe(true)
  })

  it('is not lost when the database does not take it at first', async () => {
    await setUp('code')
    await connect()
    time += 3_600_000
    const { tokens } = parts()
    let writes = 0
    const node = startNode({
      tokens: {
        ...tokens,
        async settle(...given) {
          writes += 1
          if (writes === 1) throw new Error('The connection was closed.')
          return tokens.settle(...given)
        },
      },
    })
    const token = await node.get()
    expect(await startNode().get()).toBe(token)
    expect(server.asked.filter(({ grant }) => grant === 'refresh_token')).toHaveLength(1)
  })

  it('is renewed ahead of its end while steps go on with it', async () => {
    await setUp({ type: 'client-credentials' })
    const [one, two] = [startNode(), startNode()]
    const first = await one.get()
    await two.get()
    time += 3_600_000 - 60_000
    expect(await Promise.all([one.get(), two.get(), one.get()])).toEqual([first, first, first])
    const second = await eventually(async () => server.given[1])
    await eventually(async () => (await one.get()) === second && (await two.get()) === second)
    expect(server.given).toHaveLength(2)
  })

  it('is asked for again when the service refuses it, and not again when it refuses the new one as well', async () => {
    await setUp({ type: 'client-credentials' })
    const [one, two] = [startNode(), startNode()]
    const first = await one.get()
    await two.get()
    const renewed = await Promise.all([one.get(first), two.get(first), one.get(first)])
    expect(new Set(renewed)).toEqual(new Set([server.given[1]]))
    expect(await one.get(renewed[0])).toBe(renewed[0])
    expect(await two.get(renewed[0])).toBe(renewed[0])
    expect(server.given).toHaveLength(2)
  })

  it('stays where only a person can get another one', async () => {
    await setUp('code', { refreshes: false, lifeSeconds: undefined })
    await connect()
    const node = startNode()
    const token = await node.get()
    expect(await node.get(token)).toBe(token)
    expect((await node.connection(accountId))?.state).toBe('connected')
  })

  it('is kept however long the service says that it lives', async () => {
    await setUp('code', { lifeSeconds: Number.MAX_SAFE_INTEGER })
    await connect()
    const node = startNode()
    await node.get()
    expect(await node.connection(accountId)).toMatchObject({ state: 'connected', until: expect.stringMatching(/^2/) })
  })

  it('is asked for with the password again when the refresh token has ended', async () => {
    await setUp(passwordGrant)
    const node = startNode()
    await node.get()
    server.withdraw()
    time += 3_600_000
    expect(await node.get()).toBe(server.given[1])
    expect(server.asked.map(({ grant }) => grant)).toEqual(['password', 'refresh_token', 'password'])
  })

  it('is not used with other settings', async () => {
    await setUp({ type: 'client-credentials' })
    const node = startNode()
    const first = await node.get()
    account = { ...account, client: { ...account.client, origins: ['https://other.example'] } }
    node.forget()
    expect(await node.get()).not.toBe(first)
    await setUpAgain()
  })

  async function setUpAgain() {
    await server.close()
    await setUp('code')
    await connect()
    account = { ...account, client: { ...account.client, origins: ['https://other.example'] } }
    expect((await failureOf(startNode().get())).code).toBe('ACCOUNT_NOT_CONNECTED')
  }

  it('is not used with settings that have changed while it was stored', async () => {
    await setUp({ type: 'client-credentials' })
    const { tokens } = parts()
    const storing = Promise.withResolvers<void>()
    const changed = Promise.withResolvers<void>()
    const node = startNode({
      tokens: {
        ...tokens,
        async settle(...given) {
          storing.resolve()
          await changed.promise
          return tokens.settle(...given)
        },
      },
    })
    const first = node.get()
    await storing.promise
    account = { ...account, client: { ...account.client, origins: ['https://other.example'] } }
    node.forget()
    const meanwhile = node.get()
    changed.resolve()
    expect(server.given).toEqual([await first, await meanwhile])
    expect(await node.get()).toBe(await meanwhile)
  })

  it('is not remembered when the settings have changed while it was stored', async () => {
    await setUp({ type: 'client-credentials' })
    const { tokens } = parts()
    const node: ReturnType<typeof startNode> = startNode({
      tokens: {
        ...tokens,
        async settle(...given) {
          const isSettled = await tokens.settle(...given)
          account = { ...account, client: { ...account.client, origins: ['https://other.example'] } }
          node.forget()
          return isSettled
        },
      },
    })
    const first = await node.get()
    expect(await node.get()).not.toBe(first)
  })

  it.each<[string, () => Partial<AccountTokensOptions>]>([
    [
      'other settings',
      () => ({
        oauthOf: async () => ({ ...account, client: { ...account.client, origins: ['https://other.example'] } }),
      }),
    ],
    ['a sign-in without tokens', () => ({ oauthOf: async () => undefined })],
    ['another key', () => ({ key: secretKeyOf('another key') })],
  ])('is due no more when the account has %s', async (_name, change) => {
    await setUp('code')
    await connect()
    time += 3_600_000
    const { due } = createAccountTokenRepository(database.kysely)
    expect(await due(new Date(time), 50)).toContain(accountId)
    await startNode(change()).renew(accountId)
    expect(await due(new Date(time), 50)).not.toContain(accountId)
    expect(lost).toEqual([])
  })

  it('is asked for by another process when the one that asks has died', async () => {
    await setUp({ type: 'client-credentials' })
    const tokens = createAccountTokenRepository(database.kysely)
    expect(await tokens.claim(accountId, { revision: 0, seconds: 60 })).toBeDefined()
    const waiting = startNode().get()
    expect(await tokens.claim(accountId, { revision: 0, seconds: 60 })).toBeUndefined()
    expect(server.asked).toEqual([])
    await database.kysely
      .updateTable('accountToken')
      .set({ claimedUntil: new Date(0) })
      .where('accountId', '=', accountId)
      .execute()
    expect(await waiting).toBe(server.given[0])
  })
})

describe('a grant that was withdrawn', () => {
  it('is reported once, shown, and asked for no more', async () => {
    await setUp('code')
    await connect()
    const [one, two] = [startNode(), startNode()]
    server.withdraw()
    time += 3_600_000
    const failures = await Promise.all([one, two, one, two].map((node) => failureOf(node.get())))
    for (const { code, message } of failures) {
      expect(code).toBe('ACCOUNT_NOT_CONNECTED')
      expect(message).toContain('The account "Shop" is not connected.')
      expect(message).toContain('invalid_grant (Token has been expired or revoked.)')
    }
    expect(lost).toEqual([{ accountId, name: 'Shop', problem: expect.stringContaining('invalid_grant') }])
    expect(await two.connection(accountId)).toMatchObject({ state: 'withdrawn', canConnect: true })
    expect(server.asked.filter(({ grant }) => grant === 'refresh_token')).toHaveLength(1)
    await connect()
    expect(await one.get()).toBe(server.given.at(-1))
    expect(await one.connection(accountId)).toMatchObject({ state: 'connected', isRenewed: true, problem: null })
  })

  it('is found without any step', async () => {
    await setUp('code')
    await connect()
    server.withdraw()
    time += 3_599_000
    const tokens = createAccountTokenRepository(database.kysely)
    const renewal = createRenewal({
      tokens,
      accountTokens: startNode(),
      now: () => new Date(time),
      everyMs: 10,
      onError: (error) => {
        throw error
      },
    })
    renewal.start()
    await eventually(async () => lost.some((loss) => loss.accountId === accountId))
    await renewal.stop()
    expect(await tokens.due(new Date(time), 10)).not.toContain(accountId)
  })

  it('is reported at the end of a token that nothing renews', async () => {
    await setUp('code', { refreshes: false })
    await connect()
    const node = startNode()
    await node.get()
    expect(await node.connection(accountId)).toMatchObject({ state: 'connected', isRenewed: false })
    time += 3_600_000
    await node.renew(accountId)
    expect(lost).toHaveLength(1)
    expect((await failureOf(node.get())).code).toBe('ACCOUNT_NOT_CONNECTED')
  })
})

describe('a token service', () => {
  it('that refuses the client is asked again after a minute, and reported once an account had worked', async () => {
    await setUp({ ...passwordGrant, password: 'wrong' })
    const node = startNode()
    expect((await failureOf(node.get())).message).toContain('The password is wrong.')
    expect(lost).toEqual([])
    await failureOf(node.get())
    expect(server.asked).toHaveLength(1)
    expect((await node.connection(accountId))?.state).toBe('refused')
    time += 60_000
    await failureOf(node.get())
    expect(server.asked).toHaveLength(2)
  })

  it.each(Object.entries(tokenFaults))(
    'that answers with %s is a clear failure, and not asked by every step',
    async (_name, reply) => {
      await setUp({ type: 'client-credentials' })
      server.answerTokensWith(reply)
      const node = startNode()
      const failure = await failureOf(node.get())
      expect(failure.code).toBe('TOKEN_REQUEST_FAILED')
      expect(failure.message).toMatch(/^127\.0\.0\.1:\d+ gave no token: /)
      const asked = server.asked.length
      expect((await failureOf(startNode().get())).message).toBe(failure.message)
      expect(server.asked).toHaveLength(asked)
      server.answerTokensWith(undefined)
      time += 600_000
      expect(await node.get()).toBe(server.given[0])
    },
  )

  it('is asked again when its Retry-After says so', async () => {
    await setUp({ type: 'client-credentials' })
    server.answerTokensWith(tokenFaults['too many requests'])
    const node = startNode()
    await failureOf(node.get())
    time += 119_000
    await failureOf(node.get())
    expect(server.asked).toHaveLength(1)
    server.answerTokensWith(undefined)
    time += 2_000
    await node.get()
  })

  it('that is down is not missed while the token is good', async () => {
    await setUp({ type: 'client-credentials' })
    const node = startNode()
    const token = await node.get()
    server.answerTokensWith(tokenFaults['a fault'])
    time += 3_600_000 - 60_000
    expect(await node.get()).toBe(token)
    await eventually(async () => (await node.connection(accountId))?.state === 'failing')
    expect(await node.get()).toBe(token)
    expect(lost).toEqual([])
  })

  it('that is silent fails a step at its time', async () => {
    await setUp({ type: 'client-credentials' })
    server.answerTokensWith(hang)
    const failure = await failureOf(startNode().token(accountId, { timeoutMs: 50 }))
    expect(failure.code).toBe('TIMEOUT')
  })
})

describe('connecting an account', () => {
  const begin = (sessionId = 's1') => connecting().begin(accountId, { sessionId, redirectUri })

  it('is good once, for ten minutes, in the session that has begun it', async () => {
    await setUp('code')
    const back = async (sessionId?: string) => ({
      state: '',
      ...Object.fromEntries(await server.authorize(await begin(sessionId))),
    })
    const other = await back('s2')
    expect((await failureOf(connecting().finish(other, 's1'))).code).toBe('BAD_REQUEST')
    const late = await back()
    time += 600_000
    expect((await failureOf(connecting().finish(late, 's1'))).code).toBe('BAD_REQUEST')
    const right = await back()
    expect(await connecting().finish(right, 's1')).toEqual({ accountId, problem: null })
    expect((await failureOf(connecting().finish(right, 's1'))).code).toBe('BAD_REQUEST')
    expect((await failureOf(connecting().finish({ ...right, state: 'guessed' }, 's1'))).code).toBe('BAD_REQUEST')
  })

  it('keeps the parameters of the address and asks for the scope', async () => {
    await setUp('code')
    const url = new URL(await begin())
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ prompt: 'login', scope: 'orders' })
    expect(url.searchParams.has('audience')).toBe(false)
  })

  it('says why there is no access, and repeats nothing of what came', async () => {
    await setUp('code')
    const denied = await server.authorize(await begin(), 'denies')
    const returned = { state: denied.get('state') ?? '', error: denied.get('error') ?? '' }
    const { problem } = await connecting().finish(returned, 's1')
    expect(problem).toBe('Access was not granted at the service.')
    const odd = new URL(await begin()).searchParams.get('state') ?? ''
    expect((await connecting().finish({ state: odd, error: '<script>' }, 's1')).problem).toBe(
      'The service gave no access, and no reason that is known.',
    )
    const wrong = new URL(await begin()).searchParams.get('state') ?? ''
    expect((await connecting().finish({ state: wrong, code: 'guessed' }, 's1')).problem).toContain(
      'The code is not good.',
    )
    expect(await startNode().connection(accountId)).toMatchObject({ state: 'not-connected', canConnect: true })
  })

  it('is refused for an account that gets its tokens by itself', async () => {
    await setUp({ type: 'client-credentials' })
    expect((await failureOf(begin())).code).toBe('INVALID_INPUT')
    expect(await startNode().connection(accountId)).toMatchObject({ state: 'not-asked', canConnect: false })
  })
})
