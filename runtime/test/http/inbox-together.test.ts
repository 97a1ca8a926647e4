import { randomUUID } from 'node:crypto'
import type { ConversationResource, LiveEvent } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../src/store/database.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { eventually } from '../helpers/eventually.ts'
import { cookieOf, type HttpTest, origin, startHttpTest } from './helpers/http-test.ts'

const ours = '+17865550192'
const password = 'correct horse battery'
const events: LiveEvent[] = []
let database: Database
let http: HttpTest
let contact: string
let count = 0
/** Two agents with a session each. */
let tom: Agent
let ines: Agent

interface Agent {
  readonly owner: string
  call(method: string, path: string, body?: unknown): ReturnType<HttpTest['call']>
}

beforeAll(async () => {
  database = await openTestDatabase('pglite')
  http = await startHttpTest({}, { database, onEvent: (event) => void events.push(event) })
  await http.call('POST', '/api/numbers', { body: { number: ours } })
  tom = await agentNamed('Tom Okafor')
  ines = await agentNamed('Ines Duarte')
})
beforeEach(() => {
  count += 1
  contact = `+1305555${4_000 + count}`
})
afterAll(() => http.close())

async function agentNamed(name: string): Promise<Agent> {
  const email = `${name.split(' ')[0]?.toLowerCase()}@example.com`
  const { body } = await http.call('POST', '/api/users', { body: { name, email, password, role: 'agent' } })
  const signedIn = await http.call('POST', '/api/session', {
    token: null,
    headers: { origin },
    body: { email, password },
  })
  const headers = { origin, cookie: cookieOf(signedIn) }
  return {
    owner: `user:${body.id}`,
    call: (method, path, sent) =>
      http.call(method, path, { token: null, headers, ...(sent === undefined ? {} : { body: sent }) }),
  }
}

async function write(text: string): Promise<ConversationResource> {
  await http.call('POST', '/api/simulator/messages', { body: { from: contact, to: ours, text } })
  const { body } = await tom.call('GET', '/api/conversations?limit=200')
  return body.items.find((item: ConversationResource) => item.contact.value === contact)
}

describe('who has a conversation open', () => {
  const here = (agent: Agent, id: string, session: string, isWriting: boolean) =>
    agent.call('PUT', `/api/conversations/${id}/presence/${session}`, { isWriting })

  it('is told to colleagues, reading apart from writing, and at once when it changes', async () => {
    const { id } = await write('Anybody?')
    const [first, second] = [randomUUID(), randomUUID()]
    await here(tom, id, first, false)
    const news = () => events.filter((event) => event.type === 'conversation-presence' && event.conversationId === id)
    expect(news()).toHaveLength(1)
    const { body } = await here(ines, id, second, true)
    expect(body.items).toEqual([
      { session: second, name: 'Ines Duarte', isWriting: true, isSelf: true },
      { session: first, name: 'Tom Okafor', isWriting: false, isSelf: false },
    ])
    await here(tom, id, first, true)
    expect(news()).toHaveLength(3)
    await tom.call('DELETE', `/api/conversations/${id}/presence/${first}`)
    expect((await here(ines, id, second, true)).body.items).toHaveLength(1)
    expect((await here(tom, randomUUID(), first, true)).body.code).toBe('CONVERSATION_NOT_FOUND')
  })
})

describe('a note that names a colleague', () => {
  const mentioned = async (agent: Agent) => {
    const { body } = await agent.call('GET', '/api/conversations?mentioned=true&limit=200')
    return body.items.map(({ id }: ConversationResource) => id)
  }

  it('is marked for that colleague until read, counted, and found by a filter', async () => {
    const { id } = await write('A cot, please')
    const note = await tom.call('POST', `/api/conversations/${id}/notes`, {
      text: '@Ines Duarte is there one left?',
      mentions: [ines.owner],
    })
    expect(note.body.mentions).toEqual([{ id: ines.owner, name: 'Ines Duarte' }])
    expect((await ines.call('GET', `/api/conversations/${id}`)).body.isMentioned).toBe(true)
    expect((await tom.call('GET', `/api/conversations/${id}`)).body.isMentioned).toBe(false)
    expect((await ines.call('GET', '/api/conversations/counts')).body.mentions).toBe(1)
    await ines.call('POST', `/api/conversations/${id}/read`)
    expect((await ines.call('GET', `/api/conversations/${id}`)).body.isMentioned).toBe(false)
    expect((await ines.call('GET', '/api/conversations/counts')).body.mentions).toBe(0)
    expect(await mentioned(ines)).toContain(id)
    expect(await mentioned(tom)).not.toContain(id)
  })

  it('may not name somebody who is not here', async () => {
    const { id } = await write('Hello')
    const body = { text: '@Nobody', mentions: [`user:${randomUUID()}`] }
    expect((await tom.call('POST', `/api/conversations/${id}/notes`, body)).body.code).toBe('INVALID_INPUT')
  })
})

describe('a search', () => {
  const search = async (text: string) => {
    const { body } = await tom.call('GET', `/api/conversations/search?text=${encodeURIComponent(text)}`)
    return { ids: body.items.map(({ id }: ConversationResource) => id), words: body.words }
  }

  it('finds words of messages from both sides and of notes, by their beginning, and says which', async () => {
    const { id } = await write('Booking SV-20418, the blue umbrella')
    expect(await search('umbrel')).toEqual({ ids: [id], words: { [id]: 'Booking SV-20418, the blue umbrella' } })
    expect((await search('SV-20418')).ids).toEqual([id])
    expect((await search('UMBRELLA booking')).ids).toEqual([id])
    expect((await search('umbrella taxi')).ids).toEqual([])
    await tom.call('POST', `/api/conversations/${id}/notes`, { text: 'Kept at the reception desk' })
    expect((await search('reception')).ids).toEqual([id])
    await tom.call('POST', `/api/conversations/${id}/answers`, {
      id: randomUUID(),
      content: { text: 'Collected yesterday' },
    })
    await eventually(async () => expect((await search('collected')).ids).toEqual([id]))
  })

  it('finds numbers in any spelling, and takes every sign as it is', async () => {
    const { id } = await write('Hello')
    expect((await search(contact.slice(-7))).ids).toContain(id)
    expect((await search(`(${contact.slice(2, 5)}) ${contact.slice(5, 8)}-${contact.slice(8)}`)).ids).toContain(id)
    for (const text of ["it's", 'a & b | !c', "\\' :* (", '%%', '__'])
      expect((await search(text)).ids).not.toContain(id)
  })
})

describe('an answer under the id of another one', () => {
  it('is refused where its words are other ones, so that nobody takes it for sent', async () => {
    const { id } = await write('Hello')
    const key = randomUUID()
    const send = (text: string) => tom.call('POST', `/api/conversations/${id}/answers`, { id: key, content: { text } })
    expect((await send('At three')).status).toBe(201)
    expect((await send('At three')).status).toBe(201)
    expect((await send('At four')).body.code).toBe('ANSWER_CHANGED')
  })

  it('is bounded: no text, list of files or template is longer than anything that is sent', async () => {
    const { id } = await write('Hello')
    const send = (content: object) =>
      tom.call('POST', `/api/conversations/${id}/answers`, { id: randomUUID(), content })
    const parameters = Array.from({ length: 51 }, () => 'x')
    for (const content of [
      { text: 'x'.repeat(20_001) },
      { media: Array.from({ length: 11 }, () => ({ id: randomUUID() })) },
      { template: { name: 'stay', language: 'en', parameters } },
      { choice: { id: 'x', title: 'x' } },
    ]) {
      expect(await send(content)).toMatchObject({ status: 422 })
    }
  })
})

describe('saved replies', () => {
  it('are made, changed and removed by agents, and each has a name of its own', async () => {
    const reply = { name: 'Hours', text: 'Hello {{contact.first_name}}, we open at nine.' }
    const added = await tom.call('POST', '/api/saved-replies', reply)
    expect(added).toMatchObject({ status: 201, body: reply })
    expect((await ines.call('POST', '/api/saved-replies', { ...reply, name: 'HOURS' })).body.code).toBe(
      'SAVED_REPLY_EXISTS',
    )
    expect((await ines.call('POST', '/api/saved-replies', { name: ' ', text: 'x' })).body.code).toBe('INVALID_INPUT')
    const path = `/api/saved-replies/${added.body.id}`
    await ines.call('PUT', path, { name: 'Opening hours', text: 'At nine' })
    const { body } = await tom.call('GET', '/api/saved-replies')
    expect(body.items).toMatchObject([{ name: 'Opening hours', text: 'At nine' }])
    expect((await tom.call('DELETE', path)).status).toBe(204)
    expect((await tom.call('DELETE', path)).body.code).toBe('NOT_FOUND')
  })
})

describe('a flow that is started with a contact', () => {
  const flow: Flow = {
    formatVersion: 1,
    name: 'Survey',
    description: '',
    settings: { timeZone: 'UTC', maxSteps: 100 },
    nodes: [
      {
        id: 1,
        type: 'inbound-api',
        name: 'In',
        position: { x: 0, y: 0 },
        inputs: {
          expectedInputs: [
            { name: 'ANI', type: 'text' },
            { name: 'DNIS', type: 'text' },
            { name: 'nights', type: 'number' },
          ],
        },
      },
      {
        id: 2,
        type: 'send-sms',
        name: 'Ask',
        position: { x: 200, y: 0 },
        inputs: { to: '$ANI', from: '$DNIS', message: 'How were your $nights nights?' },
      },
    ],
    connections: [{ from: 1, exit: 'next', to: 2 }],
    notes: [],
  }

  it('gets the contact, our address and its values, and the conversation is handed back to it', async () => {
    const flowId = await http.deploy(flow)
    const { id } = await write('Hello')
    await tom.call('POST', `/api/conversations/${id}/take`)
    const { body } = await tom.call('GET', `/api/conversations/${id}/flows`)
    expect(body.items).toMatchObject([{ flowId, name: 'Survey', inputs: [{ name: 'nights', type: 'number' }] }])
    const without = await tom.call('POST', `/api/conversations/${id}/flows`, { flowId })
    expect(without.body.code).toBe('MISSING_INPUT')
    expect((await tom.call('GET', `/api/conversations/${id}`)).body.isWithPerson).toBe(true)
    const started = await tom.call('POST', `/api/conversations/${id}/flows`, { flowId, values: { nights: '3' } })
    expect(started.status).toBe(201)
    await eventually(async () => {
      const { body: run } = await http.call('GET', `/api/runs/${started.body.runId}`)
      return expect(run.status).toBe('succeeded')
    })
    const after = (await tom.call('GET', `/api/conversations/${id}`)).body
    expect(after).toMatchObject({ isWithPerson: false, preview: { text: 'How were your 3 nights?', by: 'flow' } })
    await tom.call('POST', `/api/conversations/${id}/close`)
    const closed = await tom.call('POST', `/api/conversations/${id}/flows`, { flowId, values: { nights: '3' } })
    expect(closed.body.code).toBe('CONVERSATION_CLOSED')
  })
})

describe('a conversation that is handed back before its flow waits for that', () => {
  const flow: Flow = {
    formatVersion: 1,
    name: 'Desk',
    description: '',
    settings: { timeZone: 'UTC', maxSteps: 100 },
    nodes: [
      { id: 1, type: 'inbound-sms', name: 'In', position: { x: 0, y: 0 }, inputs: {} },
      {
        id: 2,
        type: 'hand-over',
        name: 'Person',
        position: { x: 200, y: 0 },
        inputs: { to: '$ANI', from: '$DNIS', noAnswerMinutes: 60 },
      },
      {
        id: 3,
        type: 'send-sms',
        name: 'Say',
        position: { x: 400, y: 0 },
        inputs: { to: '$ANI', from: '$DNIS', message: 'It was $HANDOVER_2.how by $HANDOVER_2.endedBy' },
      },
    ],
    connections: [
      { from: 1, exit: 'next', to: 2 },
      { from: 2, exit: 'done', to: 3 },
    ],
    notes: [],
  }
  const desk = '+17865550193'
  /** As if the run was not waiting yet. */
  const moveWaits = (from: string, to: string) =>
    sql`update run_wait set key = replace(key, ${from}, ${to}) where starts_with(key, ${from})`.execute(database.kysely)

  it('lets the flow go on soon after, as it was ended', async () => {
    const flowId = await http.deploy(flow)
    await http.call('POST', '/api/numbers', { body: { number: desk } })
    await http.call('POST', '/api/numbers/assign', { body: { flowId, numbers: [desk], replace: true } })
    await http.call('POST', '/api/simulator/messages', { body: { from: contact, to: desk, text: 'Money back' } })
    const { id } = await eventually(async () => {
      const { body } = await tom.call('GET', '/api/conversations?view=unassigned&limit=200')
      const found = body.items.find((item: ConversationResource) => item.contact.value === contact)
      const waits = await database.kysely.selectFrom('runWait').select('key').execute()
      return found?.isWithPerson === true && waits.some(({ key }) => key.startsWith('hand-over ')) && found
    })
    await moveWaits('hand-over ', 'hidden ')
    await tom.call('POST', `/api/conversations/${id}/hand-back`)
    await moveWaits('hidden ', 'hand-over ')
    const preview = await eventually(async () => {
      const { body } = await tom.call('GET', `/api/conversations/${id}`)
      return body.preview.by === 'flow' && body.preview.text
    }, 30_000)
    expect(preview).toBe('It was handed-back by Tom Okafor')
  })
})
