import { startContactRun } from '@patchbay/shared/bridges'
import { AppError } from '@patchbay/shared/errors'
import { readManifest } from '@patchbay/shared/manifests'
import { describe, expect, it } from 'vitest'
import { standIn, webClient } from '../../test/helpers/outside-calls.ts'
import { json, type Reply } from '../../test/helpers/stand-in.ts'
import { bridgeManifest } from '../../test/stand-ins/bridge-manifest.ts'
import type { AttentionKind } from '../kit/attention.ts'
import { DirectoryError } from '../kit/directory.ts'
import { bridgeDirectory } from './bridge-directory.ts'

const account = {
  id: 'a1',
  name: 'Desk of Ana',
  properties: { account: 'north', token: 'token-of-ana-0123456789' },
  granted: { company_id: 7 },
}
const auth = { ...account.properties, company_id: 7 }
const call = () => ({ signal: AbortSignal.timeout(5_000) })
const person = { externalId: 'c-1', name: 'Ines', emails: ['ines@example.com'], phones: ['+351210000001'] }

interface Scene {
  readonly type?: string
  readonly change?: object
  readonly tokens?: readonly (string | AppError)[]
}

async function setUp(reply: Reply, { type = 'custom', change = {}, tokens = [] }: Scene = {}) {
  const bridge = await standIn(reply)
  const { origin } = bridge
  const given = bridgeManifest(origin, {
    name: 'desk',
    type,
    contact_synchronization_endpoint: `${origin}/contacts`,
    agent_synchronization_endpoint: `${origin}/agents`,
    interaction_retrieval_endpoint: `${origin}/interactions`,
    interaction_types: ['ticket', 'case'],
    ...change,
  })
  const { manifest, errors } = readManifest(given, { mayBePlain: () => true })
  if (manifest === undefined) throw new Error(JSON.stringify(errors))
  const marks: string[] = []
  const rejected: (string | undefined)[] = []
  const left = [...tokens]
  const host = {
    web: webClient(),
    accountTokens: {
      async token(_id: string, options: { readonly rejected?: string }) {
        rejected.push(options.rejected)
        const token = left.shift() ?? 'the last one'
        if (token instanceof AppError) throw token
        return token
      },
    },
    attention: {
      mark: async (_id: string, kind: AttentionKind) => void marks.push(`refuses ${kind}`),
      wentWell: async (_id: string, kind: AttentionKind) => void marks.push(`takes ${kind}`),
    },
    onError: (error: unknown) => {
      throw error
    },
    now: () => new Date(Date.UTC(2026, 0, 1)),
  }
  const bodies = () => bridge.requests.map(({ body }) => JSON.parse(body))
  return { bridge, directory: bridgeDirectory(host, manifest.integration), marks, rejected, bodies }
}

const failure = (asked: Promise<unknown> | undefined): Promise<DirectoryError> => {
  return (asked ?? Promise.resolve()).then(
    () => expect.unreachable('The call did not fail.'),
    (thrown) => {
      if (thrown instanceof DirectoryError) return thrown
      throw thrown
    },
  )
}

describe('the directory of a bridge', () => {
  it('offers what the manifest has an endpoint for', async () => {
    const { directory } = await setUp(json({}), { change: { agent_synchronization_endpoint: undefined } })
    expect(Object.keys(directory)).toEqual(['contacts', 'interactions'])
  })

  it('sends the marks of a contact synchronization as they came, and reads the page', async () => {
    const { directory, bodies } = await setUp(
      json({ contacts: [{ id: 1, name: 'Ines' }, { id: 2 }], next_offset: 50, context: [null] }),
    )
    const first = await directory.contacts?.(account, startContactRun(undefined), call())
    const run = { ...startContactRun('2012-11-20 23:01:00 UTC'), offset: 50, context: { shard: 1 } }
    await directory.contacts?.(account, run, call())
    expect(first).toMatchObject({
      value: { contacts: [{ id: '1', name: 'Ines' }], nextOffset: 50, context: [null] },
      faults: [{ path: 'contacts[1].name' }],
    })
    expect(bodies()).toEqual([
      { auth, meta: {} },
      { auth, meta: { synchronization_checkpoint: '2012-11-20 23:01:00 UTC', offset: 50, context: { shard: 1 } } },
    ])
  })

  it('asks for the first page of agents with null, and for the next one with its number', async () => {
    const { directory, bodies } = await setUp(json({ agents: [{ id: 7, name: 'Rui', email: 'rui@example.com' }] }))
    const page = await directory.agents?.(account, undefined, call())
    await directory.agents?.(account, 50, call())
    const agent = { id: '7', isNumber: true, name: 'Rui', email: 'rui@example.com' }
    expect(page?.value).toEqual({ agents: [agent], leftOut: 0, damaged: 0, leftOutIds: [], nextOffset: undefined })
    expect(bodies().map(({ meta }) => meta)).toEqual([{ offset: null }, { offset: 50 }])
  })

  it('asks for the interactions of the types that the account has chosen', async () => {
    const claim = { id: 'i1', subject: 'Wet box', date: '2026-03-01T16:20:00Z' }
    const { directory, bodies } = await setUp(
      json([
        { ...claim, type: 'case' },
        { ...claim, id: 'i2', type: 'ticket' },
      ]),
    )
    const chosen = (...types: string[]) => ({
      ...account,
      properties: { ...account.properties, 'interaction-types': types },
    })
    const all = await directory.interactions?.(account, person, call())
    const cases = await directory.interactions?.(chosen('case', 'gone'), { ...person, name: '' }, call())
    expect([all, cases].map((one) => one?.value.interactions.map(({ id }) => id))).toEqual([['i1', 'i2'], ['i1']])
    const data = { contact_emails: ['ines@example.com'], contact_phones: ['+351210000001'], contact_external_id: 'c-1' }
    expect(bodies()).toEqual([
      { auth, meta: { interaction_types: ['ticket', 'case'] }, data: { ...data, contact_name: 'Ines' } },
      { auth, meta: { interaction_types: ['case'] }, data },
    ])
  })

  it.each([
    ['the manifest', ['CASE'], 'case'],
    ['the bridge', ['case'], 'Case'],
  ])('knows types that %s only spells in another letter case', async (_title, chosen, type) => {
    const { directory, bodies } = await setUp(json([{ id: 1, subject: 'Box', date: '2026-03-01T16:20:00Z', type }]))
    const choosing = { ...account, properties: { ...account.properties, 'interaction-types': chosen } }
    const answer = await directory.interactions?.(choosing, person, call())
    expect(answer?.value).toMatchObject({ interactions: [{ id: '1', type: 'case' }], leftOut: 0 })
    expect(bodies()).toMatchObject([{ meta: { interaction_types: ['case'] } }])
  })

  it.each([[[]], [['gone']]])(
    'says that it asks for nothing where of the chosen types %j none is left',
    async (types) => {
      const { directory, bridge } = await setUp(json([]))
      const choosing = { ...account, properties: { ...account.properties, 'interaction-types': types } }
      expect(await failure(directory.interactions?.(choosing, person, call()))).toMatchObject({
        kind: 'unasked',
        message:
          'The account "Desk of Ana" is asked for no interactions: none of the kinds that there are now is chosen. An administrator chooses them under Accounts.',
      })
      expect(bridge.requests).toEqual([])
    },
  )

  it.each([
    [429, 'later', 7_000],
    [503, 'later', 7_000],
    [500, 'later', 7_000],
    [401, 'credentials', 7_000],
    [400, 'refused', 7_000],
    [404, 'refused', 7_000],
    [302, 'broken', 7_000],
    [204, 'broken', 7_000],
  ] as const)('says of %i that it is "%s"', async (status, kind, retryAfterMs) => {
    const { directory } = await setUp((response) => void response.writeHead(status, { 'retry-after': '7' }).end())
    const { message, ...rest } = await failure(directory.agents?.(account, undefined, call()))
    expect(rest).toMatchObject({ kind, retryAfterMs })
    expect(message).toMatch(/^The .+\.$/)
  })

  it('says where an answer cannot be read', async () => {
    const { directory } = await setUp(json({ contacts: 'none' }))
    expect(await failure(directory.contacts?.(account, startContactRun(undefined), call()))).toMatchObject({
      kind: 'broken',
      message: 'The answer of the bridge cannot be read. contacts: It must be a list, in [ and ]. It is text.',
    })
  })

  it('says of an answer that is too large what its maker can do, and names no field of a form', async () => {
    const { directory } = await setUp(json([{ id: 'x'.repeat(1_100_000) }]))
    expect(await failure(directory.contacts?.(account, startContactRun(undefined), call()))).toMatchObject({
      kind: 'broken',
      message: 'The reply is larger than 1 MiB. The service has to send less at once, such as smaller pages.',
    })
  })

  it('says of an account whose secrets were entered for another host that a person has to mend it, without a call', async () => {
    const { directory, bridge } = await setUp(json({ agents: [] }))
    const moved = { ...account, secretHosts: ['elsewhere.example.com:443'] }
    expect(await failure(directory.agents?.(moved, undefined, call()))).toMatchObject({
      kind: 'unasked',
      message: expect.stringMatching(/were not entered for .+An administrator enters them again/),
    })
    expect(bridge.requests).toEqual([])
  })

  it('notes that the bridge refuses to tell interactions, and that it does so no more', async () => {
    const { directory, bridge, marks } = await setUp(json({}, 401))
    await failure(directory.interactions?.(account, person, call()))
    bridge.replyWith(json([]))
    await directory.interactions?.(account, person, call())
    await directory.interactions?.({ ...account, attention: 'contacts' }, person, call())
    expect(marks).toEqual(['refuses interactions'])
    await directory.interactions?.({ ...account, attention: 'interactions' }, person, call())
    expect(marks).toEqual(['refuses interactions', 'takes interactions'])
  })

  it.each([401, 200])('notes nothing of an answer with %i to a synchronization: its end does', async (status) => {
    const { directory, marks } = await setUp(json({ agents: [], contacts: [] }, status))
    const marked = { ...account, attention: 'agents' } as const
    const asked = [
      directory.agents?.(marked, undefined, call()),
      directory.contacts?.(marked, startContactRun(undefined), call()),
    ]
    await Promise.allSettled(asked)
    expect(marks).toEqual([])
  })

  it('says nothing of the bridge when the call is ended from here', async () => {
    const { directory } = await setUp(() => undefined)
    const asked = directory.agents?.(account, undefined, { signal: AbortSignal.timeout(50) })
    await expect(asked).rejects.not.toBeInstanceOf(DirectoryError)
  })
})

describe('the directory of a bridge with tokens', () => {
  const oauth = { type: 'oauth2_client_credentials' }
  const byToken =
    (taken: string): Reply =>
    (response, request) =>
      json({ agents: [] }, JSON.parse(request.body).auth.access_token === taken ? 200 : 401)(response, request)

  it('reads an answer without the token that the bridge repeats', async () => {
    const echo: Reply = (response, request) => {
      const { access_token: subject } = JSON.parse(request.body).auth
      return json([{ id: 1, subject, date: '2026-03-01T16:20:00Z', type: 'ticket' }])(response, request)
    }
    const { directory } = await setUp(echo, { ...oauth, tokens: ['token-0123456789'] })
    const answer = await directory.interactions?.(account, person, call())
    expect(answer?.value.interactions).toMatchObject([{ subject: '•••' }])
  })

  it('reads marks that hold the token as they came, since they go back', async () => {
    const echo: Reply = (response, request) => {
      const { access_token: token } = JSON.parse(request.body).auth
      const marks = { next_offset: token, synchronization_checkpoint: `c ${token}`, context: { token } }
      return json({ contacts: [{ id: token, name: `Ines ${token}`, url: token }], ...marks })(response, request)
    }
    const { directory } = await setUp(echo, { ...oauth, tokens: ['token-0123456789'] })
    const answer = await directory.contacts?.(account, startContactRun(undefined), call())
    expect(answer?.value).toMatchObject({
      contacts: [{ id: 'token-0123456789', name: 'Ines •••', url: '•••' }],
      nextOffset: 'token-0123456789',
      checkpoint: 'c token-0123456789',
      context: { token: 'token-0123456789' },
    })
  })

  it('repeats a call that was refused once with a new token', async () => {
    const { directory, rejected, marks } = await setUp(byToken('t2'), { ...oauth, tokens: ['t1', 't2'] })
    expect(await directory.agents?.(account, undefined, call())).toMatchObject({ value: { agents: [] } })
    expect([rejected, marks]).toEqual([[undefined, 't1'], []])
  })

  it('marks the account when the new token is refused as well', async () => {
    const { directory, marks, bridge } = await setUp(byToken('t3'), { ...oauth, tokens: ['t1', 't2'] })
    expect((await failure(directory.interactions?.(account, person, call()))).kind).toBe('credentials')
    expect([bridge.requests.length, marks]).toEqual([2, ['refuses interactions']])
  })

  it.each([
    ['ACCOUNT_NOT_CONNECTED', 'unasked'],
    ['TOKEN_REQUEST_FAILED', 'later'],
  ] as const)('says of %s that it is "%s", without a call', async (code, kind) => {
    const { directory, bridge } = await setUp(json({}), { ...oauth, tokens: [new AppError(code, 'There is no token')] })
    const { kind: found, message } = await failure(directory.agents?.(account, undefined, call()))
    expect([found, bridge.requests.length]).toEqual([kind, 0])
    expect(message).toMatch(/^There is no token\./)
  })

  it('says of a token service that refuses what people can do about it here', async () => {
    const help = 'Check Token URL, Client ID, Client Secret, Scope and the further parameters.'
    const refusal = new AppError('TOKEN_REQUEST_FAILED', 'The host gave no token: invalid_scope', { extra: { help } })
    const { directory } = await setUp(json({}), { ...oauth, tokens: [refusal] })
    expect((await failure(directory.agents?.(account, undefined, call()))).message).toBe(
      'The host gave no token: invalid_scope. An administrator checks what the account says under Accounts.',
    )
  })
})
