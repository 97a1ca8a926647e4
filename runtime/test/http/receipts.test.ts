import { isFinal, type RunResource, type SimulatorMessage } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { eventually } from '../helpers/eventually.ts'
import { type HttpTest, startHttpTest } from './helpers/http-test.ts'

const ours = '+17865550100'
let http: HttpTest
let contact: string
let count = 0

beforeAll(async () => {
  http = await startHttpTest()
  const flowId = await http.deploy(reminder)
  await http.call('POST', '/api/numbers/assign', { body: { flowId, numbers: [ours], replace: true } })
})

beforeEach(() => {
  count += 1
  contact = `+1305555${2_000 + count}`
})

afterAll(() => http.close())

/** Says what became of its first text. `patience` decides how long it waits for the receipt. */
const reminder: Flow = {
  formatVersion: 1,
  name: 'Reminder',
  description: '',
  settings: { timeZone: 'UTC', maxSteps: 100 },
  nodes: [
    node(1, 'inbound-sms', {}),
    node(2, 'condition', { tests: [{ left: '$ISMS_1.message', operator: 'equals', right: 'quick' }] }),
    say(3, 'Tomorrow!', { requestDeliveryReceipt: true, receiptTimeoutSeconds: 60 }),
    say(4, 'Soon!', { requestDeliveryReceipt: true, receiptTimeoutSeconds: 1 }),
  ],
  connections: [
    { from: 1, exit: 'next', to: 2 },
    { from: 2, exit: 'false', to: 3 },
    { from: 2, exit: 'true', to: 4 },
  ],
  notes: [],
}

function node(id: number, type: string, inputs: Flow['nodes'][number]['inputs']): Flow['nodes'][number] {
  return { id, type, name: `Action ${id}`, position: { x: id * 200, y: 0 }, inputs }
}

function say(id: number, message: string, more: object) {
  return node(id, 'send-sms', { to: '$ANI', from: '$DNIS', message, ...more })
}

const phone = (receipts: 'deliver' | 'hold' | 'fail') =>
  http.call('PUT', `/api/simulator/phones/sms/${encodeURIComponent(contact)}`, { body: { receipts } })

async function start(message = 'Hi'): Promise<string> {
  const sent = await http.call('POST', '/api/simulator/messages', { body: { from: contact, to: ours, text: message } })
  expect(sent.status, sent.text).toBe(201)
  return sent.body.runId
}

const runOf = async (runId: string): Promise<RunResource> => (await http.call('GET', `/api/runs/${runId}`)).body

const ended = (runId: string): Promise<RunResource> =>
  eventually(async () => {
    const run = await runOf(runId)
    return isFinal(run.status) && run
  })

async function sent(): Promise<SimulatorMessage> {
  const { body } = await http.call('GET', `/api/simulator/messages?contact=${encodeURIComponent(contact)}`)
  const messages: readonly SimulatorMessage[] = body.items
  const [found] = messages.filter(({ direction }) => direction === 'out')
  if (found === undefined) throw new Error('Nothing was sent.')
  return found
}

const report = async (status: string) =>
  http.call('POST', `/api/simulator/messages/${encodeURIComponent((await sent()).id)}/receipt`, { body: { status } })

const waits = (runId: string) => eventually(async () => (await runOf(runId)).waitingFor === 'receipt')

it('goes on at once with a text that is delivered at once', async () => {
  expect((await ended(await start())).steps[2]).toMatchObject({
    exit: 'delivered',
    outputs: { status: 'delivered', receipt: { status: 'delivered' } },
    error: null,
  })
})

it('waits for the receipt, and takes it once', async () => {
  await phone('hold')
  const runId = await start()
  await waits(runId)
  expect((await report('delivered')).body).toMatchObject({ status: 'delivered' })
  expect((await report('delivered')).status).toBe(200)
  const run = await ended(runId)
  expect(run).toMatchObject({
    status: 'succeeded',
    steps: [{}, {}, { exit: 'delivered', outputs: { status: 'delivered' } }],
  })
  expect(run.steps).toHaveLength(3)
})

it('goes on at Not Delivered with a receipt that came before the text was stored', async () => {
  await phone('fail')
  const run = await ended(await start())
  expect(run).toMatchObject({ status: 'succeeded', failedStep: { nodeId: 3, code: 'MESSAGE_REFUSED' } })
  expect(run.steps[2]).toMatchObject({ exit: 'undelivered', outputs: { receipt: { status: 'undelivered' } } })
})

it('goes on at Not Delivered without a receipt in time, and a late one changes only the message', async () => {
  await phone('hold')
  const run = await ended(await start('quick'))
  expect(run.steps[2]).toMatchObject({
    exit: 'undelivered',
    outputs: { status: 'sent', error: 'RECEIPT_TIMEOUT' },
    error: { code: 'RECEIPT_TIMEOUT' },
  })
  expect((await report('delivered')).body).toMatchObject({ status: 'delivered' })
  expect((await runOf(run.id)).steps).toEqual(run.steps)
})
