import { defineAccount } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { emptyFlow } from '@patchbay/shared/flow'
import { Type } from 'typebox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { integrations } from '../../src/integrations/index.ts'
import type { ChannelDefinition } from '../../src/kit/channel.ts'
import { defineIntegration } from '../../src/kit/integration.ts'
import { type HttpTest, startHttpTest } from '../http/helpers/http-test.ts'
import { inboundPigeon } from './pigeon/nodes.ts'

const pigeonPage: ChannelDefinition = {
  id: 'pigeon',
  title: 'Pigeon',
  addressTitle: 'Page',
  icon: 'feather',
  contacts: [],
  abilities: { text: { longest: 2_000, whenLonger: 'split' }, receipts: 'none' },
  normalise: (value) => (/^\d+$/.test(value) ? value : undefined),
  show: (value) => value,
}

/** A messenger whose accounts are one page each. */
const pages = defineIntegration({
  account: defineAccount({
    id: 'pages',
    title: 'Pages',
    description: 'A messenger of the tests with one page for each account.',
    icon: 'feather',
    properties: Type.Object(
      {
        pageId: Type.String({ title: 'Page ID', pattern: '^\\d+$', default: '', 'x-ui': { widget: 'text' } }),
        verifyToken: Type.Optional(Type.String({ title: 'Verify token', 'x-ui': { widget: 'text' } })),
      },
      { additionalProperties: false },
    ),
    hashed: [],
    generated: ['verifyToken'],
    confidential: ['verifyToken'],
    capabilities: { create: true, test: true, webhook: false, status: true },
    addresses: [],
  }),
  create: (host) => ({
    addressOf: ({ properties }) => ({ channel: 'pigeon', value: properties.pageId }),
    check: async () => ({ ok: true, message: 'Found.', checks: [] }),
    status: async ({ id }) => ({
      facts: [{ name: 'proof', title: 'Proof', value: host.secrets.derive([id]) }],
      tables: [],
    }),
    channel: {
      definitions: [pigeonPage],
      repeatOf: async () => 'never',
      send: async () => ({ ok: false, error: { code: 'MESSAGE_REFUSED', message: 'No.' } }),
    },
    callback: {
      methods: ['POST'],
      verify({ headers }) {
        if (headers['x-proof'] !== 'right') throw new AppError('INVALID_TOKEN', 'The proof is wrong.')
      },
      read: ({ rawBody }) =>
        rawBody.length === 0
          ? [{ kind: 'ignored', why: 'An echo of our own message.' }]
          : [{ kind: 'handshake', answer: { status: 200, text: 'yes' } }],
    },
    triggers: [inboundPigeon],
  }),
})

let http: HttpTest

beforeAll(async () => {
  http = await startHttpTest({}, { integrations: [...integrations, pages] })
})
afterAll(async () => {
  await http.close()
})

const create = (name: string, pageId: string) =>
  http.call('POST', '/api/accounts', { body: { type: 'pages', name, properties: { pageId } } })
const addresses = async () => (await http.call('GET', '/api/addresses?channel=pigeon')).body.items

describe('an account that is one address', () => {
  it('brings it, moves it with its flow, and takes it along', async () => {
    const { status, body } = await create('Shop', '100')
    expect(status).toBe(201)
    expect(await addresses()).toMatchObject([{ value: '100', label: 'Shop', accountId: body.id, flowId: null }])

    const trigger = { id: 1, type: 'inbound-pigeon', name: 'Written', position: { x: 0, y: 0 }, inputs: {} }
    const flowId = await http.deploy({ ...emptyFlow('Page', 'UTC'), nodes: [trigger], connections: [] })
    const assigned = { flowId, addresses: [{ channel: 'pigeon', value: '100' }] }
    await http.call('POST', '/api/addresses/assign', { body: assigned })
    const change = { name: 'New shop', properties: { pageId: '101' } }
    expect((await http.call('PUT', `/api/accounts/${body.id}`, { body: change })).status).toBe(200)
    expect(await addresses()).toMatchObject([{ value: '101', label: 'New shop', flowId }])

    const refused = await http.call('DELETE', `/api/accounts/${body.id}`)
    expect(refused.body).toMatchObject({ code: 'ACCOUNT_IN_USE', flows: ['Page'] })
    await http.call('POST', '/api/addresses/clear', { body: { addresses: [{ channel: 'pigeon', value: '101' }] } })
    expect((await http.call('DELETE', `/api/accounts/${body.id}`)).status).toBe(204)
    expect(await addresses()).toEqual([])
  })

  it('shares it with no other account, and people neither add nor remove it', async () => {
    const { body } = await create('First', '200')
    expect((await create('Second', '200')).body).toMatchObject({ code: 'ACCOUNT_EXISTS' })
    expect((await http.call('GET', '/api/accounts?type=pages')).body.items).toHaveLength(1)
    const more = { channel: 'pigeon', value: '201', accountId: body.id }
    expect((await http.call('POST', '/api/addresses', { body: more })).body).toMatchObject({ code: 'INVALID_INPUT' })
    const removed = await http.call('DELETE', '/api/addresses/pigeon/200')
    expect(removed.body).toMatchObject({ code: 'INVALID_INPUT', detail: expect.stringContaining('First') })
  })

  it('has a proof of its own that is the same each time', async () => {
    const proofOf = async (id: string) => (await http.call('GET', `/api/accounts/${id}/status`)).body.facts[0].value
    const [one, other] = [(await create('One', '400')).body.id, (await create('Other', '401')).body.id]
    expect(await proofOf(one)).toMatch(/^[\w-]{43}$/)
    expect(await proofOf(one)).toBe(await proofOf(one))
    expect(await proofOf(one)).not.toBe(await proofOf(other))
  })

  it('has a generated text that administrators read and others do not', async () => {
    const { id, properties } = (await create('Token', '500')).body
    expect(properties.verifyToken).toMatch(/^[\w-]{32}$/)
    const kept = await http.call('PUT', `/api/accounts/${id}`, {
      body: { name: 'Token', properties: { pageId: '500' } },
    })
    expect(kept.body.properties.verifyToken).toBe(properties.verifyToken)
    const viewer = await http.tokenOf('viewer')
    const seen = await http.call('GET', `/api/accounts/${id}`, { token: viewer })
    expect(seen.body.properties.verifyToken).toEqual({ $secret: 'verifyToken' })
    expect(seen.text).not.toContain(properties.verifyToken)
  })

  it('lists what its service sent with the verdict, and forgeries do not push it out', async () => {
    const { id } = (await create('Events', '600')).body
    const post = (proof: string, raw: string) =>
      http.call('POST', `/channels/pages/${id}`, { token: null, raw, headers: { 'x-proof': proof } })
    await post('right', 'hello')
    await post('right', '')
    for (let count = 0; count < 60; count += 1) await post('wrong', 'hello')
    const { body } = await http.call('GET', `/api/accounts/${id}/events`)
    expect(body.counts).toEqual({ accepted: 1, ignored: 1, refused: 60 })
    expect(body.items).toHaveLength(52)
    expect(body.items[0]).toMatchObject({ verdict: 'refused', text: 'The proof is wrong.' })
    expect(body.items.slice(-2)).toMatchObject([
      { verdict: 'ignored', text: 'An echo of our own message.' },
      { verdict: 'accepted' },
    ])
  })
})
