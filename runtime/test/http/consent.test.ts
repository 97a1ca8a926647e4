import type { SimulatorMessage } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../helpers/eventually.ts'
import { type HttpTest, startHttpTest } from './helpers/http-test.ts'

const ours = '+17865550100'
const asking = '+13055550142'
let http: HttpTest
let contact: string
let count = 0

beforeAll(async () => {
  http = await startHttpTest()
  await assign(await http.deploy(flowOf('Echo', { message: 'You said $ISMS_1.message' })), ours)
  await assign(await http.deploy(flowOf('Asks', { message: 'Go on?', responseTimeoutSeconds: 60 })), asking)
})

beforeEach(() => {
  count += 1
  contact = `+1305555${2_000 + count}`
})

afterAll(() => http.close())

async function assign(flowId: string, number: string): Promise<void> {
  await http.call('POST', '/api/numbers/assign', { body: { flowId, numbers: [number], replace: true } })
}

function flowOf(name: string, inputs: Flow['nodes'][number]['inputs']): Flow {
  const position = { x: 0, y: 0 }
  return {
    formatVersion: 1,
    name,
    description: '',
    settings: { timeZone: 'UTC', maxSteps: 100 },
    nodes: [
      { id: 1, type: 'inbound-sms', name: 'Text', position, inputs: {} },
      { id: 2, type: 'send-sms', name: 'Say', position, inputs: { to: '$ANI', from: '$DNIS', ...inputs } },
    ],
    connections: [{ from: 1, exit: 'next', to: 2 }],
    notes: [],
  }
}

async function text(message: string, to = ours): Promise<SimulatorMessage> {
  const sent = await http.call('POST', '/api/simulator/messages', { body: { from: contact, to, text: message } })
  expect(sent.status, sent.text).toBe(201)
  return sent.body
}

/** Everything that the contact was sent, oldest first, once there is as much of it. */
const hears = (...texts: readonly (string | RegExp)[]) =>
  eventually(async () => {
    const { body } = await http.call('GET', `/api/simulator/messages?contact=${encodeURIComponent(contact)}&limit=100`)
    const heard = body.items.filter((item: SimulatorMessage) => item.direction === 'out').toReversed()
    if (heard.length < texts.length) return false
    expect(heard.map((item: SimulatorMessage) => item.text)).toEqual(
      texts.map((wanted) => (typeof wanted === 'string' ? wanted : expect.stringMatching(wanted))),
    )
    return true
  })

const ended = (runId: string | null) =>
  eventually(async () => {
    const { body } = await http.call('GET', `/api/runs/${runId}`)
    return ['succeeded', 'failed', 'cancelled'].includes(body.status) && body
  })

const find = async (path: string) =>
  (await http.call('GET', `${path}?search=${encodeURIComponent(contact)}`)).body.items

describe('STOP', () => {
  it('is answered once, starts no flow, and every flow is refused from then on', async () => {
    await text('Hello')
    await hears('You said Hello')
    expect(await text('Stop!')).toMatchObject({ runId: null, status: 'received' })
    await hears('You said Hello', /unsubscribed/)
    await text('STOP')
    const { runId } = await text('Are you there?')
    const run = await ended(runId)
    expect(run.steps[1]).toMatchObject({ exit: 'failure', error: { code: 'OPTED_OUT', help: expect.any(String) } })
    const elsewhere = await ended((await text('And you?', asking)).runId)
    expect(elsewhere.steps[1]).toMatchObject({ exit: 'failure', error: { code: 'OPTED_OUT' } })
    await hears('You said Hello', /unsubscribed/)
    expect(await find('/api/consent')).toMatchObject([{ contact, address: '', state: 'out', source: 'word' }])
    expect(await find('/api/consent/log')).toMatchObject([{ detail: 'STOP' }, { detail: 'Stop!' }])
  })

  it.each(['CANCEL', 'end'])('comes before a question that waits for %s, and ends its run', async (word) => {
    const { runId } = await text('Hi', asking)
    await hears('Go on?')
    expect((await text(word, asking)).runId).toBe(null)
    expect((await ended(runId)).status).toBe('cancelled')
    await hears('Go on?', /unsubscribed/)
  })

  it('in a sentence is a text like any other', async () => {
    await text('Please stop at the bakery')
    await hears('You said Please stop at the bakery')
    expect(await find('/api/consent')).toEqual([])
  })
})

describe('START', () => {
  it('restores what STOP took, and is answered', async () => {
    await text('STOP')
    await hears(/unsubscribed/)
    expect(await text('start')).toMatchObject({ runId: null })
    await hears(/unsubscribed/, /subscribed again/)
    await text('Hello')
    await hears(/unsubscribed/, /subscribed again/, 'You said Hello')
    expect(await find('/api/consent')).toMatchObject([{ state: 'in', source: 'word', detail: 'start' }])
  })

  it('starts the flow of the number for a contact who has not opted out', async () => {
    await text('START')
    await hears('You said START')
  })
})

describe('HELP', () => {
  it('is answered, also after STOP, and changes nothing', async () => {
    await text('STOP')
    await hears(/unsubscribed/)
    expect(await text('Help?')).toMatchObject({ runId: null })
    await hears(/unsubscribed/, /answered automatically/)
    expect(await find('/api/consent')).toMatchObject([{ state: 'out' }])
  })

  it('is answered with the text of the settings, and not at all with an empty one', async () => {
    const { body: before } = await http.call('GET', '/api/consent/answers')
    const set = (help: string) => http.call('PUT', '/api/consent/answers', { body: { ...before, help } })
    await set('Call 555-0100.')
    await text('HELP')
    await hears('Call 555-0100.')
    await set('')
    await text('HELP')
    await text('Hello')
    await hears('Call 555-0100.', 'You said Hello')
    await set(before.help)
  })
})

describe('quiet hours', () => {
  const put = (hours: { readonly from: string; readonly to: string } | null, token?: string) =>
    http.call('PUT', '/api/consent/quiet-hours', { body: { channel: 'sms', hours }, ...(token ? { token } : {}) })

  it('are off at first, and administrators set them', async () => {
    expect((await http.call('GET', '/api/consent/quiet-hours')).body.channels).toContainEqual(
      expect.objectContaining({ channel: 'sms', hours: null }),
    )
    expect((await put({ from: '21:00', to: '21:00' })).status).toBe(422)
    expect((await put(null, await http.tokenOf('editor'))).status).toBe(403)
  })

  it('hold no answer to a contact who has just written', async () => {
    const hour = (shift: number) => `${String((new Date().getUTCHours() + 24 + shift) % 24).padStart(2, '0')}:00`
    // All hours but one that is far away.
    await put({ from: hour(12), to: hour(11) })
    await text('Hello')
    await hears('You said Hello')
    await put(null)
  })
})

describe('a person', () => {
  const set = (state: string, change: object = {}, token?: string) =>
    http.call('PUT', '/api/consent', {
      body: { channel: 'sms', contact, state, ...change },
      ...(token === undefined ? {} : { token }),
    })

  it('opts a contact out and in, for all of our numbers or one of them', async () => {
    expect((await set('out', { address: ours })).body).toMatchObject({ contact, address: ours, source: 'person' })
    expect((await ended((await text('Hello')).runId)).steps[1]).toMatchObject({ error: { code: 'OPTED_OUT' } })
    await text('Hello', asking)
    await hears('Go on?')
    await set('in')
    await text('Hello')
    await hears('Go on?', 'You said Hello')
    expect((await find('/api/consent/log')).map((entry: { state: string }) => entry.state)).toEqual(['in', 'out'])
  })

  it('writes the contact in any way, and is told when it is none', async () => {
    const written = contact.replace(/^\+1(\d{3})(\d{3})/, '($1) $2-')
    expect((await set('out', { contact: written })).body).toMatchObject({ contact })
    expect((await set('out', { contact: 'nobody' })).body).toMatchObject({ code: 'INVALID_INPUT' })
    expect((await set('out', { channel: 'pigeon' })).body).toMatchObject({ code: 'INVALID_INPUT' })
    const found = await http.call('GET', `/api/consent?state=out&search=${encodeURIComponent(written)}`)
    expect(found.body.items).toMatchObject([{ contact }])
  })

  it('needs a role: viewers look, editors change, administrators write the answers', async () => {
    const [viewer, editor] = [await http.tokenOf('viewer'), await http.tokenOf('editor')]
    expect((await http.call('GET', '/api/consent', { token: viewer })).status).toBe(200)
    expect((await set('out', {}, viewer)).status).toBe(403)
    expect((await http.call('GET', '/api/consent/export', { token: viewer })).status).toBe(403)
    expect((await set('out', {}, editor)).status).toBe(200)
    const body = { out: 'a', in: 'b', help: 'c' }
    expect((await http.call('PUT', '/api/consent/answers', { token: editor, body })).status).toBe(403)
  })

  it('imports lines of CSV, all of them or none, and sees before what is wrong', async () => {
    const other = contact.replace('555', '556')
    const csv = `State,Contact\nout,${contact}\nno,${other}\nin,nobody\n`
    const send = (text: string, check = false) =>
      http.call('POST', '/api/consent/import', { body: { csv: text, ...(check ? { check } : {}) } })
    const errors = [
      { line: 3, message: 'The state is "out" or "in", not "no".' },
      { line: 4, message: '"nobody" is a name, which can send texts and cannot be texted.' },
    ]
    const refused = { optOuts: 1, optIns: 0, isImported: false, wrongLines: 2, errors }
    expect((await send(csv, true)).body).toEqual(refused)
    expect((await send(csv)).body).toEqual(refused)
    expect(await find('/api/consent')).toEqual([])
    expect((await send('name\nAnn')).body).toMatchObject({ code: 'INVALID_INPUT' })
    expect((await send(`contact,state\n${contact},OUT\n${other},in`)).body).toMatchObject({
      optOuts: 1,
      isImported: true,
    })
    expect(await find('/api/consent')).toMatchObject([{ contact, state: 'out', source: 'import', accountId: '' }])
    expect((await ended((await text('Hello')).runId)).steps[1]).toMatchObject({ error: { code: 'OPTED_OUT' } })
    const exported = await http.call('GET', '/api/consent/export')
    expect((await send(exported.text)).body).toMatchObject({ isImported: true, wrongLines: 0 })
  })

  it('exports what holds now and the log as CSV', async () => {
    await set('out', { address: ours })
    await set('in')
    const now = await http.call('GET', '/api/consent/export')
    expect(now.headers.get('content-type')).toContain('text/csv')
    expect(now.text.split('\r\n')[0]).toBe('at,state,channel,contact,address,source,detail,accountId')
    const linesOf = (csv: string) => csv.split('\r\n').filter((line) => line.includes(contact))
    expect(linesOf(now.text).every((line) => line.includes(',in,sms,'))).toBe(true)
    const log = await http.call('GET', '/api/consent/export?of=log')
    expect(linesOf(log.text)).toHaveLength(2)
  })
})

describe('Record Consent', () => {
  const recording = (state: string, scope: string): Flow => {
    const flow = flowOf('Records', { message: 'Kept.' })
    const position = { x: 0, y: 0 }
    const inputs = { state, to: '$ANI', from: '$DNIS', scope, reason: 'wrote $ISMS_1.message' }
    return {
      ...flow,
      nodes: [...flow.nodes, { id: 3, type: 'record-consent', name: 'Keep', position, inputs }],
      connections: [
        { from: 1, exit: 'next', to: 2 },
        { from: 2, exit: 'success', to: 3 },
      ],
    }
  }

  it('opts a contact out for every flow and person from then on, with the flow in the log', async () => {
    const number = '+13055550187'
    await assign(await http.deploy(recording('out', 'all')), number)
    const { runId } = await text('enough', number)
    expect((await ended(runId)).status).toBe('succeeded')
    const [logged] = await find('/api/consent/log')
    expect(logged).toMatchObject({ contact, address: '', state: 'out', source: 'flow' })
    expect(logged.detail).toBe('Records, #3 Keep: wrote enough')
    const second = await text('Hello')
    expect(await ended(second.runId)).toMatchObject({ status: 'failed', error: { code: 'OPTED_OUT' } })
  })

  it('keeps an opt-in for one address of ours', async () => {
    const number = '+13055550164'
    await assign(await http.deploy(recording('in', 'address')), number)
    await ended((await text('YES', number)).runId)
    expect(await find('/api/consent')).toMatchObject([{ contact, address: number, state: 'in', source: 'flow' }])
  })
})
