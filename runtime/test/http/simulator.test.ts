import { isFinal, type RunResource, type SimulatorMessage } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../helpers/eventually.ts'
import { files } from '../helpers/files.ts'
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

/** Asks, and reminds after two hours of silence. */
const reminder: Flow = {
  formatVersion: 1,
  name: 'Reminder',
  description: '',
  settings: { timeZone: 'UTC', maxSteps: 100 },
  nodes: [
    { id: 1, type: 'inbound-sms', name: 'In', position: { x: 0, y: 0 }, inputs: {} },
    say(2, 'Still coming?', { responseTimeoutSeconds: 7_200 }),
    say(3, 'See you then'),
    say(4, 'We hold your table'),
  ],
  connections: [
    { from: 1, exit: 'next', to: 2 },
    { from: 2, exit: 'reply', to: 3 },
    { from: 2, exit: 'no-reply', to: 4 },
  ],
  notes: [],
}

function say(id: number, message: string, more: Flow['nodes'][number]['inputs'] = {}): Flow['nodes'][number] {
  const inputs = { to: '$ANI', from: '$DNIS', message, ...more }
  return { id, type: 'send-sms', name: `Say ${id}`, position: { x: id * 200, y: 0 }, inputs }
}

async function text(said: object = { text: 'Table for tonight' }): Promise<SimulatorMessage> {
  const sent = await http.call('POST', '/api/simulator/messages', { body: { from: contact, to: ours, ...said } })
  expect(sent.status, sent.text).toBe(201)
  return sent.body
}

async function thread(): Promise<readonly SimulatorMessage[]> {
  const { body } = await http.call('GET', `/api/simulator/messages?contact=${encodeURIComponent(contact)}`)
  return body.items.toReversed()
}

const says = (words: string) => eventually(async () => (await thread()).find((message) => message.text === words))
const phone = () => `/api/simulator/phones/sms/${encodeURIComponent(contact)}`
const receipt = (id: string, status: string) =>
  http.call('POST', `/api/simulator/messages/${encodeURIComponent(id)}/receipt`, { body: { status } })

function waiting({ runId }: SimulatorMessage): Promise<RunResource> {
  return eventually(async () => {
    const { body } = await http.call('GET', `/api/runs/${runId}`)
    return body.status === 'waiting' && body
  })
}

describe('the phone of the simulator', () => {
  it('delivers at once, and tells what became of each message', async () => {
    await text()
    expect(await says('Still coming?')).toMatchObject({
      status: 'delivered',
      content: { text: 'Still coming?' },
      direction: 'out',
    })
  })

  it('lets messages wait for a receipt that a person makes', async () => {
    const set = await http.call('PUT', phone(), { body: { receipts: 'hold' } })
    expect(set.body).toEqual({ receipts: 'hold' })
    await text()
    const { id, status } = await says('Still coming?')
    expect(status).toBe('sent')
    expect((await receipt(id, 'delivered')).body).toMatchObject({ id, status: 'delivered' })
    // A carrier cannot take it back either.
    expect((await receipt(id, 'undelivered')).body).toMatchObject({ id, status: 'delivered' })
    expect((await receipt(id, 'read')).body).toMatchObject({ id, status: 'read' })
  })

  it('fails messages on the way, only its own', async () => {
    await http.call('PUT', phone(), { body: { receipts: 'fail' } })
    await text()
    await eventually(async () => (await says('Still coming?')).status === 'undelivered')
    contact = `${contact.slice(0, -1)}9`
    expect((await http.call('GET', phone())).body).toEqual({ receipts: 'deliver' })
    await text()
    expect((await says('Still coming?')).status).toBe('delivered')
  })

  it('lets the time pass that a run waits for', async () => {
    const started = await text()
    await waiting(started)
    const ended = await http.call('POST', `/api/simulator/runs/${started.runId}/end-wait`)
    expect(ended.status).toBe(200)
    await says('We hold your table')
    const over = await eventually(async () => {
      const { body } = await http.call('GET', `/api/runs/${started.runId}`)
      return isFinal(body.status) && body
    })
    expect(over.steps.map(({ exit }: { exit: string }) => exit)).toEqual(['next', 'no-reply', 'success'])
    // Nothing is left to end.
    expect((await http.call('POST', `/api/simulator/runs/${started.runId}/end-wait`)).body.status).toBe('succeeded')
  })

  it('says the title of a button that is pressed', async () => {
    const started = await text()
    await waiting(started)
    const pressed = await text({ choice: { id: 'yes', title: 'Yes' } })
    expect(pressed).toMatchObject({ text: 'Yes', runId: started.runId })
    await says('See you then')
  })

  it('sends files that were uploaded before, which the thread shows', async () => {
    const headers = { 'content-type': 'application/octet-stream' }
    const { body: file } = await http.call('POST', '/api/media?name=crib.png', { raw: files.png, headers })
    const sent = await text({ media: [{ id: file.id }] })
    expect(sent).toMatchObject({ text: '', files: [{ id: file.id, name: 'crib.png', state: 'stored', url: file.url }] })
    expect((await thread())[0]).toMatchObject({ files: sent.files })
    const unknown = { from: contact, to: ours, media: [{ id: sent.runId }] }
    const refused = await http.call('POST', '/api/simulator/messages', { body: unknown })
    expect(refused.body.errors).toEqual([{ path: 'media/0/id', message: expect.stringContaining('Upload it first') }])
  })

  it('knows no message and no run of others', async () => {
    expect((await receipt('nothing', 'delivered')).body.code).toBe('MESSAGE_NOT_FOUND')
    const unknown = await http.call('POST', '/api/simulator/runs/01990000-0000-7000-8000-000000000001/end-wait')
    expect(unknown.body.code).toBe('RUN_NOT_FOUND')
  })
})
