import { createHmac } from 'node:crypto'
import { emptyFlow } from '@patchbay/shared/flow'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { integrations } from '../../src/integrations/index.ts'
import { eventually } from '../helpers/eventually.ts'
import { json, type StandIn, startStandIn } from '../helpers/stand-in.ts'
import { type HttpTest, startHttpTest } from '../http/helpers/http-test.ts'
import { pigeonIntegration } from './pigeon/integration.ts'

const bot = '@shop_bot'
const number = '+17865550100'
const contact = '+13055550119'
const token = 'a secret of the bot'
let http: HttpTest
let service: StandIn
let accountId: string
let flowId: string

const position = { x: 0, y: 0 }
const own = { to: '$ANI', from: '$DNIS' }
const buttons = [{ title: 'Yes', value: 'y' }, { title: 'Another time' }]
/** Asks by buttons on whatever channel it was written to, and says what was chosen. */
const ask = {
  ...emptyFlow('Ask', 'UTC'),
  nodes: [
    { id: 1, type: 'inbound-message', name: 'Written', position, inputs: {} },
    {
      id: 2,
      type: 'send-message',
      name: 'Ask',
      position,
      inputs: { ...own, text: 'Hello $IMSG_1.channel, can you come?', buttons, responseTimeoutSeconds: 60 },
    },
    {
      id: 3,
      type: 'send-message',
      name: 'Say',
      position,
      inputs: { ...own, text: 'You chose $MSG_2.reply.choice.id' },
    },
  ],
  connections: [
    { from: 1, exit: 'next', to: 2 },
    { from: 2, exit: 'reply', to: 3 },
  ],
}

beforeAll(async () => {
  service = await startStandIn(json({ id: 'p-1' }))
  const env = { PATCHBAY_SERVICE_URLS: `pigeon.api=${service.origin}` }
  http = await startHttpTest(env, { integrations: [...integrations, pigeonIntegration] })
  const account = { type: 'pigeon', name: 'Shop', properties: { token } }
  accountId = (await http.call('POST', '/api/accounts', { body: account })).body.id
  const address = { channel: 'pigeon', value: bot, label: 'Shop', accountId }
  await http.call('POST', '/api/addresses', { body: address })
  flowId = await http.deploy(ask)
})
afterAll(async () => {
  await http.close()
  await service.close()
})

async function toBot(id: string, text: string): Promise<string> {
  const raw = JSON.stringify({ id, bot, from: '@dana', text })
  const headers = {
    'content-type': 'application/json',
    'x-pigeon-signature': createHmac('sha256', token).update(raw).digest('hex'),
  }
  const { body } = await http.call('POST', `/channels/pigeon/${accountId}`, { token: null, raw, headers })
  return body.received[0].runId
}

async function toNumber(text: string): Promise<string> {
  const body = { from: contact, to: number, text }
  return (await http.call('POST', '/api/simulator/messages', { body })).body.runId
}

const saidByBot = () => service.requests.map(({ body }) => JSON.parse(body).text)

async function saidByNumber(): Promise<readonly string[]> {
  const { body } = await http.call('GET', `/api/simulator/messages?contact=${encodeURIComponent(contact)}&limit=100`)
  const items: readonly { readonly direction: string; readonly text: string }[] = body.items
  return items
    .filter(({ direction }) => direction === 'out')
    .map(({ text }) => text)
    .toReversed()
}

describe('a flow for messages of any channel', () => {
  it('is warned that it has no address, and stopped by a sender that is none of ours', async () => {
    const { problems } = (await http.call('POST', `/api/flows/validate?flowId=${flowId}`, { body: ask })).body
    expect(problems).toContainEqual(
      expect.objectContaining({
        code: 'NO_ADDRESS',
        path: 'inputs.addresses',
        message: 'No address starts this flow yet. Assign one to #1 Written.',
      }),
    )
    expect(problems.map(({ code }: { readonly code: string }) => code)).toEqual(['NO_ADDRESS', 'EXIT_NOT_CONNECTED'])
    const [, question, ...others] = ask.nodes
    const elsewhere = {
      ...ask,
      nodes: [ask.nodes[0], { ...question, inputs: { ...own, from: 'pigeon:@none', text: 'a' } }, ...others],
    }
    const warned = (await http.call('POST', `/api/flows/validate?flowId=${flowId}`, { body: elsewhere })).body
    expect(warned.problems).toContainEqual(expect.objectContaining({ path: 'inputs.from', severity: 'error' }))
  })

  it('starts at addresses of several channels, and answers on the channel of each', async () => {
    const addresses = [
      { channel: 'pigeon', value: bot },
      { channel: 'sms', value: number },
    ]
    const body = { flowId, addresses, replace: true }
    expect((await http.call('POST', '/api/addresses/assign', { body })).body.items).toHaveLength(2)
    const [byBot, byNumber] = [await toBot('b-1', 'hello'), await toNumber('hello')]
    const lines = '\n1. Yes\n2. Another time'
    await eventually(() => saidByBot().length === 1)
    expect(saidByBot()).toEqual([`Hello pigeon, can you come?${lines}`])
    await eventually(async () => (await saidByNumber()).length === 1)
    expect(await saidByNumber()).toEqual([`Hello sms, can you come?${lines}`])
    expect(await toBot('b-2', ' another TIME')).toBe(byBot)
    expect(await toNumber('1.')).toBe(byNumber)
    await eventually(() => saidByBot().length === 2)
    expect(saidByBot()[1]).toBe('You chose Another time')
    await eventually(async () => (await saidByNumber()).length === 2)
    expect((await saidByNumber())[1]).toBe('You chose y')
  })

  it('says on its step what the contact got in another form', async () => {
    const { body } = await http.call('GET', `/api/runs?flowId=${flowId}&limit=10`)
    const run = (await http.call('GET', `/api/runs/${body.items[0].id}`)).body
    expect(run.steps[1]).toMatchObject({
      exit: 'reply',
      outputs: { reply: { choice: { title: expect.any(String) } } },
      warnings: [{ code: 'CONTENT_DEGRADED', message: expect.stringContaining('has no buttons') }],
    })
  })
})
