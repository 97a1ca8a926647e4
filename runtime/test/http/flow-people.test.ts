import type { ConversationResource, RunResource, SimulatorMessage } from '@patchbay/shared/api'
import type { Flow, FlowNode } from '@patchbay/shared/flow'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../helpers/eventually.ts'
import { type HttpTest, startHttpTest } from './helpers/http-test.ts'

let http: HttpTest
let contact: string
let count = 0

beforeAll(async () => {
  http = await startHttpTest()
})

beforeEach(() => {
  count += 1
  contact = `+1305555${4_000 + count}`
})

afterAll(() => http.close())

function node(id: number, type: string, inputs: FlowNode['inputs'] = {}): FlowNode {
  return { id, type, name: `${type} ${id}`, position: { x: id * 200, y: 0 }, inputs }
}

function say(id: number, message: string, more: FlowNode['inputs'] = {}): FlowNode {
  return node(id, 'send-sms', { to: '$ANI', from: '$DNIS', message, ...more })
}

function flowOf(nodes: readonly FlowNode[], ...connections: string[]): Flow {
  return {
    formatVersion: 1,
    name: 'People',
    description: '',
    settings: { timeZone: 'UTC', maxSteps: 100 },
    nodes: [...nodes],
    connections: connections.map((text) => {
      const [from, exit = '', to] = text.split(' ')
      return { from: Number(from), exit, to: Number(to) }
    }),
    notes: [],
  }
}

/** Deploys a flow at a number of its own. */
async function live(nodes: readonly FlowNode[], ...connections: string[]): Promise<string> {
  const number = `+1786555${1_000 + count}`
  const flowId = await http.deploy(flowOf([node(1, 'inbound-sms'), ...nodes], ...connections))
  await http.call('POST', '/api/numbers', { body: { number } })
  await http.call('POST', '/api/numbers/assign', { body: { flowId, numbers: [number], replace: true } })
  return number
}

async function write(text: string, to: string): Promise<void> {
  expect((await http.call('POST', '/api/simulator/messages', { body: { from: contact, to, text } })).status).toBe(201)
}

async function phone(): Promise<readonly string[]> {
  const { body } = await http.call('GET', `/api/simulator/messages?contact=${encodeURIComponent(contact)}`)
  return body.items
    .filter(({ direction }: SimulatorMessage) => direction === 'out')
    .map(({ text }: SimulatorMessage) => text)
    .reverse()
}

const hears = (...texts: string[]) => eventually(async () => expect(await phone()).toEqual(texts))

async function lastRun(): Promise<RunResource> {
  const { body } = await http.call('GET', `/api/runs?contact=${encodeURIComponent(contact)}`)
  return (await http.call('GET', `/api/runs/${body.items[0].id}`)).body
}

async function conversation(): Promise<ConversationResource> {
  const views = await Promise.all(
    ['open', 'closed'].map((view) => http.call('GET', `/api/conversations?view=${view}&limit=200`)),
  )
  const all: ConversationResource[] = views.flatMap(({ body }) => body.items)
  const found = all.find((item) => item.contact.value === contact)
  if (found === undefined) throw new Error(`No conversation of ${contact}`)
  return found
}

async function contactOf(fields: Record<string, string>): Promise<string> {
  const { status, body } = await http.call('POST', '/api/contacts', { body: { fields: { phone: contact, ...fields } } })
  expect(status).toBe(201)
  return body.id
}

describe('$contact and $conversation', () => {
  it('are who wrote and the conversation of the message, in every text', async () => {
    await contactOf({ first_name: 'Dana', company: 'North "&" West' })
    const number = await live(
      [say(2, 'Hello {{contact.first_name}} of $contact.company, $contact.phone, $conversation.status')],
      '1 next 2',
    )
    await write('Hi', number)
    await hears(`Hello Dana of North "&" West, ${contact}, open`)
  })

  it('are empty for a contact of whom nothing is known, and the run goes on', async () => {
    const number = await live(
      [say(2, 'Hello{{#contact.first_name}} {{.}}{{/contact.first_name}}!$contact.company')],
      '1 next 2',
    )
    await write('Hi', number)
    await hears('Hello!')
    const { steps, status } = await lastRun()
    expect(status).toBe('succeeded')
    expect(steps[1]?.inputs.message).toBe('Hello!')
  })

  it('are read again after a wait, and the step that waited keeps what it has used', async () => {
    const id = await contactOf({ first_name: 'Dana' })
    const number = await live(
      [say(2, 'Hello $contact.first_name?', { responseTimeoutSeconds: 600 }), say(3, 'Bye $contact.first_name')],
      '1 next 2',
      '2 reply 3',
    )
    await write('Hi', number)
    await hears('Hello Dana?')
    await http.call('PATCH', `/api/contacts/${id}`, { body: { fields: { first_name: 'Dora' } } })
    await write('Yes', number)
    await hears('Hello Dana?', 'Bye Dora')
    const { steps } = await lastRun()
    expect(steps[1]?.inputs.message).toBe('Hello Dana?')
  })

  it('know own fields at deploy, and refuse what no contact has', async () => {
    const flow = flowOf([node(1, 'inbound-sms'), say(2, 'Level $contact.loyalty')], '1 next 2')
    const { body } = await http.call('POST', '/api/flows', { body: flow })
    const before = await http.call('POST', `/api/flows/${body.id}/deploy`)
    expect(before.status).toBe(422)
    expect(before.text).toContain('`$contact.loyalty` does not exist')
    await http.call('POST', '/api/contact-fields', { body: { key: 'loyalty', label: 'Loyalty', kind: 'text' } })
    const catalog = await http.call('GET', '/api/catalog')
    expect(catalog.body.contactFields).toEqual([{ name: 'loyalty', title: 'Loyalty', type: 'text', sample: 'Gold' }])
    expect((await http.call('POST', `/api/flows/${body.id}/deploy`)).status).toBe(200)
  })
})

describe('Find Contact and Update Contact', () => {
  it('find the contact of an API flow, write fields, and the flow sees them', async () => {
    await contactOf({ first_name: 'Dana', email: 'Dana@Example.com' })
    const flowId = await http.deploy(
      flowOf(
        [
          node(1, 'inbound-api'),
          node(2, 'find-contact', { by: 'email', value: 'dana@example.COM', createIfMissing: false }),
          node(3, 'update-contact', {
            contact: '$contact.id',
            fields: [{ field: 'company', value: 'Of $contact.name' }],
          }),
          node(4, 'set-variables', { variables: [{ name: 'seen', value: '$contact.company' }] }),
        ],
        '1 next 2',
        '2 found 3',
        '3 success 4',
      ),
    )
    const started = await http.call('POST', `/triggers/${flowId}`, { body: {}, headers: { prefer: 'wait=10' } })
    const run = await eventually(async () => {
      const { body } = await http.call('GET', `/api/runs/${started.body.runId}`)
      return body.status === 'succeeded' && body
    })
    expect(run.steps.map(({ variables }: RunResource['steps'][number]) => variables).at(-1)).toEqual({
      seen: 'Of Dana',
    })
    const found = await http.call('GET', `/api/contacts?search=${encodeURIComponent(contact)}`)
    expect(found.body.items).toMatchObject([{ fields: { company: 'Of Dana', first_name: 'Dana' } }])
  })

  it('create a contact once when there is none, also for runs at the same time', async () => {
    const flowId = await http.deploy(
      flowOf(
        [node(1, 'inbound-api'), node(2, 'find-contact', { by: 'phone', value: contact, createIfMissing: true })],
        '1 next 2',
      ),
    )
    const starts = await Promise.all(
      Array.from({ length: 8 }, () => http.call('POST', `/triggers/${flowId}`, { body: {} })),
    )
    const runs = await eventually(async () => {
      const all = await Promise.all(starts.map(({ body }) => http.call('GET', `/api/runs/${body.runId}`)))
      return all.every(({ body }) => body.status === 'succeeded') && all.map(({ body }) => body.steps[1].outputs)
    })
    expect(runs.filter(({ isNew }: { isNew: boolean }) => isNew)).toHaveLength(1)
    expect(new Set(runs.map(({ id }: { id: string }) => id)).size).toBe(1)
  })

  it('leave by Not Found, and fail with a sentence for a field that does not take the value', async () => {
    const flowId = await http.deploy(
      flowOf(
        [
          node(1, 'inbound-api', { expectedInputs: [] }),
          node(2, 'find-contact', { by: 'external-id', source: 'crm', value: 'none', createIfMissing: false }),
          node(3, 'update-contact', { contact: '$contact.id', fields: [{ field: 'company', value: 'X' }] }),
        ],
        '1 next 2',
        '2 not-found 3',
      ),
    )
    const started = await http.call('POST', `/triggers/${flowId}`, { body: {} })
    const run = await eventually(async () => {
      const { body } = await http.call('GET', `/api/runs/${started.body.runId}`)
      return body.status === 'failed' && body
    })
    expect(run.error).toMatchObject({ code: 'CONTACT_NOT_FOUND', message: 'This run knows no contact.' })
  })
})

describe('Conversation', () => {
  it('gives topics and a note, assigns and closes, and tells so in the thread', async () => {
    const number = await live(
      [
        node(2, 'change-conversation', {
          conversation: '$conversation.id',
          assign: 'keep',
          status: 'keep',
          addTopics: 'Refund, Urgent',
          note: 'Said $ISMS_1.message',
        }),
        say(3, 'Topics: {{#conversation.topics}}{{.}} {{/conversation.topics}}'),
        node(4, 'change-conversation', {
          conversation: '$conversation.id',
          assign: 'keep',
          status: 'close',
          removeTopics: 'urgent',
        }),
      ],
      '1 next 2',
      '2 success 3',
      '3 success 4',
    )
    await write('Money', number)
    await hears('Topics: Refund Urgent ')
    const closed = await eventually(async () => {
      const found = await conversation()
      return found.status === 'closed' && found
    })
    expect(closed.topics.map(({ name }) => name)).toEqual(['Refund'])
    const { body } = await http.call('GET', `/api/conversations/${closed.id}/items`)
    const told = body.items.map(({ kind, act, text }: Record<string, string>) =>
      kind === 'note' ? text : (act ?? kind),
    )
    expect(told.reverse()).toEqual(['message', 'topics', 'Said Money', 'message', 'topics', 'closed'])
  })

  it('gives a conversation to nobody in particular, and flows are silent there', async () => {
    const number = await live(
      [
        node(2, 'change-conversation', { conversation: '$conversation.id', assign: 'nobody', status: 'keep' }),
        say(3, 'Never sent'),
      ],
      '1 next 2',
      '2 success 3',
    )
    await write('I need a person', number)
    await eventually(async () => expect(await conversation()).toMatchObject({ isWithPerson: true, assignee: null }))
    await eventually(async () => expect((await lastRun()).status).toBe('failed'))
    expect(await phone()).toEqual([])
  })

  it('fails with a sentence in a run that belongs to no conversation', async () => {
    const flowId = await http.deploy(
      flowOf(
        [
          node(1, 'inbound-api'),
          node(2, 'change-conversation', { conversation: '$conversation.id', assign: 'keep', status: 'close' }),
        ],
        '1 next 2',
      ),
    )
    const started = await http.call('POST', `/triggers/${flowId}`, { body: {} })
    const run = await eventually(async () => {
      const { body } = await http.call('GET', `/api/runs/${started.body.runId}`)
      return body.status === 'failed' && body
    })
    expect(run.error).toMatchObject({ code: 'CONVERSATION_NOT_FOUND' })
  })
})

describe('Hand Over', () => {
  it('tells the contact once that somebody will answer, although flows are silent from then on', async () => {
    const number = await live(
      [
        node(2, 'hand-over', {
          to: '$ANI',
          from: '$DNIS',
          meanwhile: 'Somebody will be with you, {{contact.first_name}}',
          noAnswerMinutes: 60,
        }),
      ],
      '1 next 2',
    )
    await contactOf({ first_name: 'Dana' })
    await write('I need a person', number)
    await hears('Somebody will be with you, Dana')
    const waiting = await conversation()
    expect(waiting).toMatchObject({ isWithPerson: true, assignee: null, preview: { by: 'flow' } })
    expect(waiting.waitsSince).not.toBeNull()
    const { body } = await http.call('GET', `/api/conversations/${waiting.id}/items`)
    const agent = await http.tokenOf('agent')
    const seen = body.items.at(-1).id
    const answer = { id: crypto.randomUUID(), content: { text: 'Here I am' }, seen }
    const sent = await http.call('POST', `/api/conversations/${waiting.id}/answers`, { token: agent, body: answer })
    expect(sent.status).toBe(201)
    await hears('Somebody will be with you, Dana', 'Here I am')
  })
})
