import { randomUUID } from 'node:crypto'
import type { ConversationResource, SimulatorMessage, ThreadItem } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../src/store/database.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { eventually } from '../helpers/eventually.ts'
import { type HttpTest, startHttpTest } from './helpers/http-test.ts'

/** Starts a flow that asks, is answered by nobody, and starts a flow that hands over. */
const [withFlow, withoutFlow, handingOver] = ['+17865550100', '+17865550190', '+17865550191']
let database: Database
let http: HttpTest
let agent: string
let contact: string
let count = 0

beforeAll(async () => {
  database = await openTestDatabase('pglite')
  http = await startHttpTest({}, { database })
  const flowId = await http.deploy(question)
  await http.call('POST', '/api/numbers/assign', { body: { flowId, numbers: [withFlow], replace: true } })
  for (const number of [withoutFlow, handingOver]) await http.call('POST', '/api/numbers', { body: { number } })
  const desk = await http.deploy(handOver)
  await http.call('POST', '/api/numbers/assign', { body: { flowId: desk, numbers: [handingOver], replace: true } })
  agent = await http.tokenOf('agent')
})

beforeEach(() => {
  count += 1
  contact = `+1305555${3_000 + count}`
})

afterAll(() => http.close())

/** Asks, and thanks for the answer. */
const question: Flow = {
  formatVersion: 1,
  name: 'Question',
  description: '',
  settings: { timeZone: 'UTC', maxSteps: 100 },
  nodes: [
    { id: 1, type: 'inbound-sms', name: 'In', position: { x: 0, y: 0 }, inputs: {} },
    say(2, 'How many?', { responseTimeoutSeconds: 600 }),
    say(3, 'Thanks for $SMS_2.reply.text'),
  ],
  connections: [
    { from: 1, exit: 'next', to: 2 },
    { from: 2, exit: 'reply', to: 3 },
  ],
  notes: [],
}

const handOver: Flow = {
  ...question,
  name: 'Desk',
  nodes: [
    { id: 1, type: 'inbound-sms', name: 'In', position: { x: 0, y: 0 }, inputs: {} },
    say(2, 'One moment'),
    {
      id: 3,
      type: 'hand-over',
      name: 'Person',
      position: { x: 600, y: 0 },
      inputs: { to: '$ANI', from: '$DNIS', topic: 'Refund', note: 'Said: $ISMS_1.message', noAnswerMinutes: 60 },
    },
    say(4, 'It was $HANDOVER_3.how'),
    say(5, 'Nobody is here'),
  ],
  connections: [
    { from: 1, exit: 'next', to: 2 },
    { from: 2, exit: 'success', to: 3 },
    { from: 3, exit: 'done', to: 4 },
    { from: 3, exit: 'no-answer', to: 5 },
  ],
}

function say(id: number, message: string, more: Flow['nodes'][number]['inputs'] = {}): Flow['nodes'][number] {
  const inputs = { to: '$ANI', from: '$DNIS', message, ...more }
  return { id, type: 'send-sms', name: `Say ${id}`, position: { x: id * 200, y: 0 }, inputs }
}

async function write(text: string, to = withoutFlow): Promise<void> {
  const sent = await http.call('POST', '/api/simulator/messages', { body: { from: contact, to, text } })
  expect(sent.status).toBe(201)
}

async function phone(): Promise<readonly string[]> {
  const { body } = await http.call('GET', `/api/simulator/messages?contact=${encodeURIComponent(contact)}`)
  return body.items
    .filter(({ direction }: SimulatorMessage) => direction === 'out')
    .map(({ text }: SimulatorMessage) => text)
    .reverse()
}

/** As the agent. */
async function call(method: string, path: string, body?: unknown) {
  return await http.call(method, `/api/conversations${path}`, { token: agent, ...(body === undefined ? {} : { body }) })
}

async function conversation(view = 'open'): Promise<ConversationResource> {
  const { body } = await call('GET', `?view=${view}&limit=200`)
  const found = body.items.find((item: ConversationResource) => item.contact.value === contact)
  if (found === undefined) throw new Error(`No conversation of ${contact} in ${view}`)
  return found
}

/** Oldest first, in words. */
async function thread(id: string): Promise<readonly string[]> {
  const { body } = await call('GET', `/${id}/items`)
  return body.items.map(wordsOf).reverse()
}

function wordsOf(item: ThreadItem): string {
  if (item.kind === 'message') return `${item.by}: ${item.content.text}`
  if (item.kind === 'note') return `note: ${item.text}`
  return item.kind === 'act' ? item.act : `${item.state}: ${item.content.text}`
}

function answer(id: string, text: string, more: object = {}) {
  return call('POST', `/${id}/answers`, { id: randomUUID(), content: { text }, ...more })
}

describe('a message that no flow answers', () => {
  it('waits unread among the unassigned, and an answer arrives and ends that', async () => {
    await write('Is anybody there?')
    await write('Hello?')
    const found = await conversation('unassigned')
    expect(found).toMatchObject({ unread: 2, preview: { text: 'Hello?', by: 'contact' }, isWithPerson: false })
    expect(found.waitsSince).not.toBeNull()
    expect((await answer(found.id, 'Here I am')).status).toBe(201)
    await eventually(async () => expect(await phone()).toEqual(['Here I am']))
    expect(await conversation()).toMatchObject({ unread: 0, waitsSince: null, isWithPerson: true })
    await eventually(async () =>
      expect(await thread(found.id)).toEqual([
        'contact: Is anybody there?',
        'contact: Hello?',
        'taken',
        'person: Here I am',
      ]),
    )
  })

  it('is read by each reader for himself, and by all once it is answered', async () => {
    await write('One')
    const { id } = await conversation()
    await call('POST', `/${id}/read`)
    expect(await conversation()).toMatchObject({ unread: 0 })
    const other = await http.call('GET', `/api/conversations/${id}`)
    expect(other.body.unread).toBe(1)
    await write('Two')
    expect(await conversation()).toMatchObject({ unread: 1 })
  })
})

describe('a conversation that people have taken', () => {
  it('starts no flow and continues none, and flows send nothing there until it is handed back', async () => {
    await write('Hi', withFlow)
    await eventually(async () => expect(await phone()).toEqual(['How many?']))
    const { id } = await conversation()
    expect((await call('POST', `/${id}/take`)).body).toMatchObject({ isWithPerson: true })
    await write('Seven', withFlow)
    expect(await conversation()).toMatchObject({ unread: 1, preview: { text: 'Seven' } })
    expect(await phone()).toEqual(['How many?'])
    await call('POST', `/${id}/hand-back`)
    await write('Eight', withFlow)
    await eventually(async () => expect(await phone()).toEqual(['How many?', 'Thanks for Eight']))
    expect(await thread(id)).toEqual([
      'contact: Hi',
      'flow: How many?',
      'taken',
      'contact: Seven',
      'handed-back',
      'contact: Eight',
      'flow: Thanks for Eight',
    ])
  })

  it('gets no message of a flow that was under way', async () => {
    await write('Hi', withFlow)
    await eventually(async () => expect(await phone()).toEqual(['How many?']))
    const { id } = await conversation()
    const { body } = await http.call('GET', `/api/runs?contact=${encodeURIComponent(contact)}`)
    await call('POST', `/${id}/take`)
    // A replay sends the question again.
    const replayed = await http.call('POST', `/api/runs/${body.items[0].id}/replay`, { body: {} })
    expect(replayed.status).toBeLessThan(300)
    const ended = await eventually(async () => {
      const { body: run } = await http.call('GET', `/api/runs/${replayed.body.id}`)
      return run.status !== 'running' && run
    })
    expect(ended).toMatchObject({ status: 'failed', error: { code: 'WITH_PERSON' } })
    expect(await phone()).toEqual(['How many?'])
  })
})

describe('a conversation that a flow hands over', () => {
  async function handedOver(): Promise<ConversationResource> {
    await write('Money back', handingOver)
    return await eventually(async () => {
      const found = await conversation('unassigned').catch(() => undefined)
      return found?.isWithPerson === true && found
    })
  }

  it('waits for people with its topic and note, and the flow goes on when they hand it back', async () => {
    const { id, topics } = await handedOver()
    expect(topics.map(({ name }) => name)).toEqual(['Refund'])
    expect(await thread(id)).toEqual([
      'contact: Money back',
      'flow: One moment',
      'handed-over',
      'note: Said: Money back',
    ])
    await write('Still there?', handingOver)
    await answer(id, 'Yes')
    await eventually(async () => expect(await phone()).toEqual(['One moment', 'Yes']))
    await call('POST', `/${id}/hand-back`)
    await eventually(async () => expect(await phone()).toEqual(['One moment', 'Yes', 'It was handed-back']))
  })

  it('says by which action of which run, for a link to the step', async () => {
    const { id } = await handedOver()
    const { body } = await call('GET', `/${id}/items`)
    const { body: runs } = await http.call('GET', `/api/runs?contact=${encodeURIComponent(contact)}`)
    const act = body.items.find((item: ThreadItem) => item.kind === 'act' && item.act === 'handed-over')
    expect(act).toMatchObject({ runId: runs.items[0].id, nodeId: 3 })
  })

  it('lets the flow go on when they close it, also after a last answer', async () => {
    const { id } = await handedOver()
    await answer(id, 'Done', { closes: true })
    await eventually(async () => expect(await phone()).toEqual(['One moment', 'Done', 'It was closed']))
  })

  it('goes back to the flow when nobody takes it in time, and stays with whoever has', async () => {
    const { id } = await handedOver()
    const { body } = await http.call('GET', `/api/runs?contact=${encodeURIComponent(contact)}`)
    const letPass = () => http.call('POST', `/api/simulator/runs/${body.items[0].id}/end-wait`)
    await call('POST', `/${id}/assign`, { to: null })
    await letPass()
    await eventually(async () => expect(await phone()).toEqual(['One moment', 'Nobody is here']))
    expect((await call('GET', `/${id}`)).body).toMatchObject({ isWithPerson: false })
  })
})

describe('an answer', () => {
  it('is sent once, however often it comes', async () => {
    await write('Hello')
    const { id } = await conversation()
    const body = { id: randomUUID(), content: { text: 'Once' } }
    const sent = await Promise.all(Array.from({ length: 20 }, () => call('POST', `/${id}/answers`, body)))
    expect(new Set(sent.map(({ status }) => status))).toEqual(new Set([201]))
    await eventually(async () => expect(await phone()).toEqual(['Once']))
    await call('POST', `/${id}/answers`, body)
    expect(await answer(id, 'Twice')).toMatchObject({ status: 201 })
    await eventually(async () => expect(await phone()).toEqual(['Once', 'Twice']))
  })

  it('is refused when a colleague has answered since', async () => {
    await write('Hello')
    const { id } = await conversation()
    const { body } = await call('GET', `/${id}/items`)
    const seen = body.items[0].id
    const colleague = await http.tokenOf('agent')
    const theirs = { id: randomUUID(), content: { text: 'Mine' }, seen }
    const both = await Promise.all([
      answer(id, 'Yours', { seen }),
      http.call('POST', `/api/conversations/${id}/answers`, { token: colleague, body: theirs }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
    expect(both.find(({ status }) => status === 409)?.body.code).toBe('ANSWERED_MEANWHILE')
    await eventually(async () => expect(await phone()).toHaveLength(1))
  })

  it('is refused, too, when the last thing that was seen is an own answer', async () => {
    await write('Hello')
    const { id } = await conversation()
    const mine = randomUUID()
    await call('POST', `/${id}/answers`, { id: mine, content: { text: 'Mine' } })
    const colleague = await http.tokenOf('agent')
    const theirs = { id: randomUUID(), content: { text: 'Theirs' } }
    await http.call('POST', `/api/conversations/${id}/answers`, { token: colleague, body: theirs })
    expect((await answer(id, 'And mine again', { seen: mine })).body.code).toBe('ANSWERED_MEANWHILE')
  })

  it('to a contact who has opted out is not sent, and says why', async () => {
    await write('Hello')
    await write('STOP')
    const { id } = await conversation()
    await answer(id, 'Wait')
    await eventually(async () => expect(await thread(id)).toContain('failed: Wait'))
    expect(await phone()).not.toContain('Wait')
  })

  it('needs something to say', async () => {
    await write('Hello')
    const { id } = await conversation()
    expect(await answer(id, '')).toMatchObject({ status: 422 })
    const media = [{ id: randomUUID() }]
    const without = await call('POST', `/${id}/answers`, { id: randomUUID(), content: { media } })
    expect(without).toMatchObject({ status: 422, body: { code: 'INVALID_INPUT' } })
  })
})

describe('a conversation that is over', () => {
  it('is closed after its last answer, and the next message opens another one', async () => {
    await write('Hello')
    const { id } = await conversation()
    await answer(id, 'Bye', { closes: true })
    await eventually(async () => expect(await conversation('closed')).toMatchObject({ id, status: 'closed' }))
    expect(await phone()).toEqual(['Bye'])
    expect((await answer(id, 'Wait')).body.code).toBe('CONVERSATION_CLOSED')
    await write('One more thing')
    expect((await conversation()).id).not.toBe(id)
    expect((await call('POST', `/${id}/reopen`)).body.code).toBe('CONVERSATION_OPEN')
  })

  it('can be opened again', async () => {
    await write('Hello')
    const { id } = await conversation()
    await call('POST', `/${id}/close`)
    expect((await call('POST', `/${id}/reopen`)).body).toMatchObject({
      status: 'open',
      isWithPerson: true,
      closedAt: null,
    })
    await write('Thanks')
    expect(await conversation()).toMatchObject({ id, preview: { text: 'Thanks' } })
  })
})

describe('what people note', () => {
  it('stands in the thread, with who did what', async () => {
    await write('Hello')
    const { id } = await conversation()
    const topic = await http.call('POST', '/api/topics', { body: { name: `Orders ${count}`, color: 'blue' } })
    expect((await call('POST', `/${id}/notes`, { text: 'A regular' })).body).toMatchObject({ kind: 'note' })
    expect((await call('PUT', `/${id}/topics`, { topics: [topic.body.id] })).body.topics).toEqual([topic.body])
    const until = new Date(Date.now() + 3_600_000).toISOString()
    expect((await call('POST', `/${id}/snooze`, { until })).body).toMatchObject({
      status: 'waiting',
      snoozedUntil: until,
    })
    expect(await thread(id)).toEqual(['contact: Hello', 'note: A regular', 'topics', 'snoozed'])
    await write('Still here')
    expect(await conversation()).toMatchObject({ status: 'open', snoozedUntil: null, unread: 2 })
    expect(await phone()).toEqual([])
  })
})

it('a search finds a number as people write it, and the id of a conversation', async () => {
  await write('Hello')
  const { id } = await conversation()
  for (const text of [contact.slice(-7), `(305) ${contact.slice(5, 8)}-${contact.slice(8)}`, id]) {
    const { body } = await call('GET', `/search?text=${encodeURIComponent(text)}`)
    expect(body.items.map((item: ConversationResource) => item.id)).toContain(id)
  }
})

it('an agent reaches the inbox alone, and leaves no conversation behind', async () => {
  expect((await call('GET', '/counts')).status).toBe(200)
  for (const path of ['/api/flows', '/api/runs', '/api/accounts', '/api/users']) {
    expect((await http.call('GET', path, { token: agent })).status).toBe(403)
  }
  const metrics = await http.call('GET', '/metrics', { token: agent, peer: '203.0.113.7' })
  expect(metrics.status).toBe(403)
  const ines = { name: 'Ines', email: 'ines@example.com', password: 'correct horse battery', role: 'agent' }
  const { body: user } = await http.call('POST', '/api/users', { body: ines })
  const signIn = { username: ines.email, password: ines.password }
  expect((await http.call('POST', '/_rest/v4/authenticate', { token: null, body: signIn })).status).toBe(403)
  await write('Hello')
  const { id } = await conversation()
  await call('POST', `/${id}/assign`, { to: `user:${user.id}` })
  expect((await conversation()).assignee).toEqual({ id: `user:${user.id}`, name: 'Ines' })
  expect((await http.call('DELETE', `/api/users/${user.id}`)).status).toBe(204)
  expect(await conversation('unassigned')).toMatchObject({ id, assignee: null })
  expect(await thread(id)).toEqual(['contact: Hello', 'assigned', 'released'])
  const events = await database.kysely.selectFrom('event').selectAll().where('conversationId', '=', id).execute()
  expect(events.at(-1)).toMatchObject({
    type: 'CONVERSATION_ASSIGNEE/UPDATED',
    initiator: '',
    content: { assignee: { inboxId: expect.any(String) }, context: { assignee: { agentId: user.id } } },
  })
  expect(events.at(-1)?.content.assignee).not.toHaveProperty('agentId')
  const viewer = await http.tokenOf('viewer')
  expect((await http.call('GET', '/api/conversations', { token: viewer })).status).toBe(403)
})
