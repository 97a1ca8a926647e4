import { isFinal, type RunResource, type SimulatorMessage } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../helpers/eventually.ts'
import { type HttpTest, startHttpTest } from './helpers/http-test.ts'

const ours = '+17865550100'
const silent = '+13055550142'
let http: HttpTest
let contact: string
let count = 0

beforeAll(async () => {
  http = await startHttpTest()
  const flowId = await http.deploy(survey)
  await http.call('POST', '/api/numbers/assign', { body: { flowId, numbers: [ours], replace: true } })
})

beforeEach(() => {
  count += 1
  contact = `+1305555${1_000 + count}`
})

afterAll(() => http.close())

/** Asks two questions and says what was answered. `later` has its answer only a moment to come. */
const survey: Flow = {
  formatVersion: 1,
  name: 'Survey',
  description: '',
  settings: { timeZone: 'UTC', maxSteps: 100 },
  nodes: [
    node(1, 'inbound-sms', { restartWords: 'Restart, again' }),
    node(2, 'condition', { tests: [{ left: '$ISMS_1.message', operator: 'equals', right: 'quick' }] }),
    ask(3, 'How old?', 60),
    ask(4, 'How tall?', 60),
    say(5, '$SMS_3.reply.text years, $SMS_4.reply.text cm', [{ url: 'https://example.com/$SMS_3.reply.text' }]),
    ask(6, 'Now?', 1),
    say(7, 'Too late'),
  ],
  connections: [
    { from: 1, exit: 'next', to: 2 },
    { from: 2, exit: 'true', to: 6 },
    { from: 2, exit: 'false', to: 3 },
    { from: 3, exit: 'reply', to: 4 },
    { from: 4, exit: 'reply', to: 5 },
    { from: 6, exit: 'no-reply', to: 7 },
  ],
  notes: [],
}

function node(id: number, type: string, inputs: Flow['nodes'][number]['inputs']): Flow['nodes'][number] {
  return { id, type, name: `Action ${id}`, position: { x: id * 200, y: 0 }, inputs }
}

function say(id: number, message: string, media: readonly { readonly url: string }[] = []) {
  return node(id, 'send-sms', { to: '$ANI', from: '$DNIS', message, media })
}

function ask(id: number, message: string, responseTimeoutSeconds: number) {
  return node(id, 'send-sms', { to: '$ANI', from: '$DNIS', message, responseTimeoutSeconds })
}

async function text(message: string, to = ours): Promise<SimulatorMessage> {
  const sent = await http.call('POST', '/api/simulator/messages', { body: { from: contact, to, text: message } })
  expect(sent.status, sent.text).toBe(201)
  return sent.body
}

async function runOf({ runId }: SimulatorMessage): Promise<RunResource> {
  return (await http.call('GET', `/api/runs/${runId}`)).body
}

function ended(message: SimulatorMessage): Promise<RunResource> {
  return eventually(async () => {
    const run = await runOf(message)
    return isFinal(run.status) && run
  })
}

async function answers(): Promise<readonly SimulatorMessage[]> {
  const { body } = await http.call('GET', `/api/simulator/messages?contact=${encodeURIComponent(contact)}&limit=100`)
  const messages: readonly SimulatorMessage[] = body.items
  return messages.filter(({ direction }) => direction === 'out').toReversed()
}

async function sent(): Promise<readonly string[]> {
  return (await answers()).map(({ text: said }) => said)
}

const hears = (...texts: readonly string[]) =>
  eventually(async () => {
    const heard = await sent()
    if (heard.length < texts.length) return false
    expect(heard).toEqual(texts)
    return true
  })

describe('a text to a flow that asks', () => {
  it('answers the question, and the next one the question after it', async () => {
    const first = await text('Hi')
    await hears('How old?')
    expect((await text('42')).runId).toBe(first.runId)
    await hears('How old?', 'How tall?')
    expect((await text('180')).runId).toBe(first.runId)
    await hears('How old?', 'How tall?', '42 years, 180 cm')
    expect((await answers()).map(({ mediaUrls }) => mediaUrls)).toEqual([[], [], ['https://example.com/42']])
    const run = await ended(first)
    expect(run.status).toBe('succeeded')
    expect(run.steps[2]).toMatchObject({
      exit: 'reply',
      outputs: { reply: { text: '42', from: contact, media: [] }, status: 'delivered', segments: 1 },
    })
  })

  it('starts the flow again once the question is no longer open: late answers are ordinary texts', async () => {
    const first = await text('quick')
    await hears('Now?', 'Too late')
    expect((await ended(first)).steps[2]).toMatchObject({ exit: 'no-reply', error: null })
    const late = await text('Now!')
    expect(late.runId).not.toBe(first.runId)
    await hears('Now?', 'Too late', 'How old?')
  })

  it('ends the runs that wait, and starts anew, when it is a restart word', async () => {
    const first = await text('Hi')
    await hears('How old?')
    const again = await text(' RESTART ')
    expect(again.runId).not.toBe(first.runId)
    expect((await ended(first)).status).toBe('cancelled')
    await hears('How old?', 'How old?')
    expect((await text('restart the engine')).runId).toBe(again.runId)
  })

  it('answers only the question of its own conversation', async () => {
    const first = await text('Hi')
    await hears('How old?')
    const other = await text('42', silent)
    expect(other).toMatchObject({ runId: null, status: 'no-flow' })
    expect((await runOf(first)).status).toBe('waiting')
  })
})

describe('a text to a number without a flow', () => {
  it('is kept, and starts nothing', async () => {
    expect(await text('Hello?', silent)).toMatchObject({ runId: null, status: 'no-flow' })
  })
})
