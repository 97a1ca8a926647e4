import { createHmac } from 'node:crypto'
import { emptyFlow } from '@patchbay/shared/flow'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { integrations } from '../../src/integrations/index.ts'
import { eventually } from '../helpers/eventually.ts'
import { json, type StandIn, startStandIn } from '../helpers/stand-in.ts'
import { type HttpTest, startHttpTest } from '../http/helpers/http-test.ts'
import { pigeonIntegration } from './pigeon/integration.ts'

const bot = '@shop_bot'
const token = 'a secret of the bot'
let http: HttpTest
let service: StandIn
let accountId: string
let flowId: string
const logged: string[] = []

const position = { x: 0, y: 0 }
const echo = {
  ...emptyFlow('Echo', 'UTC'),
  nodes: [
    { id: 1, type: 'inbound-pigeon', name: 'Written', position, inputs: {} },
    {
      id: 2,
      type: 'send-pigeon',
      name: 'Reply',
      position,
      inputs: { to: '$ANI', from: '$DNIS', message: 'You wrote $IPIGEON_1.message' },
    },
  ],
  connections: [{ from: 1, exit: 'next', to: 2 }],
}

beforeAll(async () => {
  service = await startStandIn(json({ id: 'p-1' }))
  const env = { PATCHBAY_SERVICE_URLS: `pigeon.api=${service.origin}` }
  http = await startHttpTest(env, {
    integrations: [...integrations, pigeonIntegration],
    log: pino({ level: 'debug' }, { write: (line) => void logged.push(line) }),
  })
  const account = { type: 'pigeon', name: 'Shop', properties: { token } }
  const created = await http.call('POST', '/api/accounts', { body: account })
  expect(created.status, created.text).toBe(201)
  accountId = created.body.id
  flowId = await http.deploy(echo)
})
afterAll(async () => {
  await http.close()
  await service.close()
})

const add = (value: string, account?: string) =>
  http.call('POST', '/api/addresses', {
    body: { channel: 'pigeon', value, label: 'Shop', ...(account === undefined ? {} : { accountId: account }) },
  })
const assign = (...values: string[]) =>
  http.call('POST', '/api/addresses/assign', {
    body: { flowId, addresses: values.map((value) => ({ channel: 'pigeon', value })), replace: true },
  })

function post(id: string, text: string, to = bot, key = token) {
  const raw = JSON.stringify({ id, bot: to, from: '@Dana', text })
  const headers = {
    'content-type': 'application/json',
    'x-pigeon-signature': createHmac('sha256', key).update(raw).digest('hex'),
  }
  return http.call('POST', `/channels/pigeon/${accountId}`, { token: null, raw, headers })
}

async function ended(runId: string) {
  return eventually(async () => {
    const { body } = await http.call('GET', `/api/runs/${runId}`)
    return body.status === 'succeeded' || body.status === 'failed' ? body : undefined
  })
}

describe('a messenger with names as addresses, outside of src', () => {
  it('stands in the catalog with its words, and in the warnings of a flow that has no bot', async () => {
    const { body } = await http.call('GET', '/api/catalog')
    expect(body.channels[0]).toMatchObject({ id: 'sms', addressTitle: 'Number' })
    const pigeon = { id: 'pigeon', title: 'Pigeon', addressTitle: 'Bot', icon: 'feather' }
    expect(body.channels).toContainEqual(expect.objectContaining(pigeon))
    expect(body.icons.feather.length).toBeGreaterThan(0)
    const { problems } = (await http.call('POST', `/api/flows/validate?flowId=${flowId}`, { body: echo })).body
    expect(problems[0]).toEqual({
      severity: 'warning',
      nodeId: 1,
      path: 'inputs.bots',
      code: 'NO_ADDRESS',
      message: 'No bot starts this flow yet. Assign one to #1 Written.',
    })
  })

  it('has its bots added in the spelling of the channel, once, to accounts that carry it', async () => {
    expect((await add('@Shop_Bot', accountId)).body).toMatchObject({
      channel: 'pigeon',
      value: bot,
      shown: bot,
      accountName: 'Shop',
      flowId: null,
    })
    expect((await add(bot, accountId)).body).toMatchObject({
      code: 'ADDRESS_EXISTS',
      detail: `The bot ${bot} is here already.`,
    })
    expect((await add('+17865550100', accountId)).body.errors[0].path).toBe('value')
    const number = { channel: 'sms', value: '+17865550155', accountId }
    expect((await http.call('POST', '/api/addresses', { body: number })).body.errors[0].path).toBe('accountId')
  })

  it('receives for an assigned bot what is signed, once, and answers through the service', async () => {
    expect((await assign(bot)).body.items).toMatchObject([{ value: bot, flowId, flowName: 'Echo' }])
    expect((await post('m-1', 'hello', bot, 'another secret')).status).toBe(401)
    const { received } = (await post('m-1', 'hello')).body
    expect(received).toMatchObject([{ runId: expect.any(String), duplicate: false }])
    expect((await post('m-1', 'hello')).body.received).toEqual([{ ...received[0], duplicate: true }])
    const run = await ended(received[0].runId)
    expect(run).toMatchObject({ status: 'succeeded', channel: 'pigeon', address: bot, contact: '@dana' })
    expect(service.requests).toHaveLength(1)
    expect(service.requests[0]?.headers['x-pigeon-token']).toBe(token)
    expect(JSON.parse(service.requests[0]?.body ?? '')).toMatchObject({
      bot,
      to: '@dana',
      text: 'You wrote hello',
    })
  })

  it('refuses what is written to a bot of nobody', async () => {
    expect((await post('m-2', 'hello', '@other_bot')).body).toMatchObject({
      code: 'ADDRESS_NOT_FOUND',
      detail: '@other_bot is not a bot of this account. Add it under Addresses.',
    })
  })

  it('brings choices for the forms of its actions', async () => {
    const { body } = await http.call('GET', '/api/options/pigeon-tones?search=loud')
    expect(body).toEqual({ items: [{ value: 'flap', label: 'Loud' }], next: null })
  })

  it('says which account types carry it', async () => {
    const { items } = (await http.call('GET', '/api/account-types')).body
    const channels = Object.fromEntries(
      items.map((type: { id: string; channels: string[] }) => [type.id, type.channels]),
    )
    expect(channels).toMatchObject({
      pigeon: ['pigeon'],
      simulator: expect.arrayContaining(['sms', 'pigeon']),
      'http-gateway': ['sms'],
      zapier: [],
    })
  })

  it('is called by its words when a flow sends from a bot of nobody', async () => {
    const asked = { expectedInputs: [{ name: 'bot' }] }
    const flow = {
      ...echo,
      name: 'Astray',
      nodes: [{ id: 1, type: 'inbound-api', name: 'Go', position, inputs: asked }],
    }
    const inputs = { to: '@dana', from: '$bot', message: 'Hello' }
    const id = await http.deploy({
      ...flow,
      nodes: [...flow.nodes, { id: 2, type: 'send-pigeon', name: 'Send', position, inputs }],
    })
    const { error } = await ended(
      (await http.call('POST', `/triggers/${id}`, { body: { bot: '@other_bot' } })).body.runId,
    )
    expect(error).toMatchObject({
      code: 'NO_SUCH_ADDRESS',
      message: 'Send From is not one of our bots: "@other_bot".',
      help: 'Use $DNIS, or one of the bots listed under Addresses.',
    })
  })

  it('is played by the simulator', async () => {
    const played = '@trial_bot'
    expect((await add(played)).body.accountName).toBe('Simulator')
    await assign(bot, played)
    const text = { channel: 'pigeon', from: '@Robin', to: played, text: 'anybody there?' }
    const sent = await http.call('POST', '/api/simulator/messages', { body: text })
    expect(sent.body).toMatchObject({ channel: 'pigeon', from: '@robin', to: played, status: 'received' })
    expect((await ended(sent.body.runId)).status).toBe('succeeded')
    const conversation = `/api/simulator/messages?channel=pigeon&number=${encodeURIComponent(played)}`
    expect((await http.call('GET', conversation)).body.items).toMatchObject([
      { direction: 'out', text: 'You wrote anybody there?', from: played, to: '@robin', status: 'delivered' },
      { direction: 'in', text: 'anybody there?', from: '@robin', to: played },
    ])
  })

  it('keeps the same value of another channel apart, and lists and removes by channel', async () => {
    const { items } = (await http.call('GET', '/api/addresses?channel=pigeon')).body
    expect(items.map(({ value }: { value: string }) => value)).toEqual([bot, '@trial_bot'])
    expect((await http.call('GET', '/api/numbers')).body.items).toHaveLength(4)
    const flows = (await http.call('GET', '/api/flows')).body.items
    expect(flows.find(({ id }: { id: string }) => id === flowId)).toMatchObject({
      addresses: items.map(({ channel, value }: { channel: string; value: string }) => ({ channel, value })),
      numbers: [],
    })
    expect((await http.call('DELETE', '/api/addresses/pigeon/@trial_bot')).status).toBe(204)
    expect((await http.call('DELETE', '/api/addresses/pigeon/@trial_bot')).body.code).toBe('ADDRESS_NOT_FOUND')
    expect((await http.call('DELETE', `/api/accounts/${accountId}`)).body.detail).toBe(
      `Bots belong to the account "Shop": ${bot}. Remove them first.`,
    )
  })
})

describe('Import numbers', () => {
  const offered = () => http.call('GET', `/api/accounts/${accountId}/offered-addresses`)

  it('offers what the service has, in the spelling of the channel, and says which of it is here', async () => {
    const bots = [
      { name: '@Tea_Bot', title: 'Tea' },
      { name: '@held_bot', title: '' },
      { name: 'no bot', title: '' },
    ]
    service.replyWith(json(bots))
    await add('@held_bot', accountId)
    expect((await offered()).body.items).toEqual([
      {
        channel: 'pigeon',
        value: '@tea_bot',
        shown: '@tea_bot',
        label: 'Tea',
        capabilities: ['pigeon'],
        accountId: null,
        accountName: null,
      },
      expect.objectContaining({ value: '@held_bot', accountId, accountName: 'Shop' }),
    ])
  })

  it('adds the chosen ones with what the service says of them, and leaves those that are here as they are', async () => {
    const chosen = [
      { channel: 'pigeon', value: '@tea_bot', label: 'Tea', capabilities: ['pigeon', 'photos'] },
      { channel: 'pigeon', value: '@held_bot', label: 'Changed' },
    ]
    const added = await http.call('POST', `/api/accounts/${accountId}/addresses`, { body: { addresses: chosen } })
    expect([added.status, added.body.items]).toEqual([
      201,
      [expect.objectContaining({ value: '@tea_bot', label: 'Tea', accountId, capabilities: ['pigeon', 'photos'] })],
    ])
    const { body } = await http.call('GET', '/api/addresses?search=held_bot')
    expect(body.items).toMatchObject([{ label: 'Shop' }])
  })

  it('says what the service said when it refuses, without the secret', async () => {
    service.replyWith(json({ wrong: token }, 401))
    const { body } = await offered()
    expect(body).toMatchObject({ status: 502, code: 'HTTP_STATUS', detail: expect.stringContaining('answered 401') })
    expect(JSON.stringify(body)).not.toContain(token)
    expect(logged.join('')).toContain('answered 401')
    expect(logged.join('')).not.toContain(token)
  })

  it('is not offered by accounts whose service cannot be asked', async () => {
    const properties = { url: `${service.origin}/messages` }
    const gateway = { type: 'http-gateway', name: 'Gateway', properties }
    const { id } = (await http.call('POST', '/api/accounts', { body: gateway })).body
    expect((await http.call('GET', `/api/accounts/${id}/offered-addresses`)).body.code).toBe('INVALID_INPUT')
  })
})
