import type { ConversationResource, RunResource } from '@patchbay/shared/api'
import type { Flow, FlowNode } from '@patchbay/shared/flow'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../src/store/database.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { eventually } from '../helpers/eventually.ts'
import { type HttpTest, startHttpTest } from './helpers/http-test.ts'

const number = '+17865550170'
let database: Database
let http: HttpTest
let contact: string
let count = 0

beforeAll(async () => {
  database = await openTestDatabase('pglite')
  http = await startHttpTest({}, { database })
  await http.call('POST', '/api/numbers', { body: { number } })
})

beforeEach(() => {
  count += 1
  contact = `+1305555${5_000 + count}`
})

afterAll(() => http.close())

function node(id: number, type: string, inputs: FlowNode['inputs']): FlowNode {
  return { id, type, name: `${type} ${id}`, position: { x: id * 200, y: 0 }, inputs }
}

function flowOf(trigger: FlowNode['inputs'], ...nodes: FlowNode[]): Flow {
  return {
    formatVersion: 1,
    name: `Events ${count}`,
    description: '',
    settings: { timeZone: 'UTC', maxSteps: 100 },
    nodes: [node(1, 'conversation-event', trigger), ...nodes],
    connections: nodes.map(({ id }, index) => ({ from: index + 1, exit: index === 0 ? 'next' : 'success', to: id })),
    notes: [],
  }
}

async function write(text: string): Promise<void> {
  const body = { from: contact, to: number, text }
  expect((await http.call('POST', '/api/simulator/messages', { body })).status).toBe(201)
}

async function conversation(): Promise<ConversationResource> {
  const { body } = await http.call('GET', '/api/conversations?view=open&limit=200')
  const found = body.items.find((item: ConversationResource) => item.contact.value === contact)
  if (found === undefined) throw new Error(`No conversation of ${contact}`)
  return found
}

const act = (path: string, body?: unknown) =>
  http.call('POST', `/api/conversations${path}`, body === undefined ? {} : { body })

/** What has started the runs of a flow, the first one first. */
async function startsOf(flowId: string): Promise<readonly RunResource['steps'][number]['outputs'][]> {
  const { body } = await http.call('GET', `/api/runs?flowId=${flowId}`)
  const runs = await Promise.all(body.items.map(({ id }: { id: string }) => http.call('GET', `/api/runs/${id}`)))
  return runs.map((run) => run.body.steps[0].outputs).reverse()
}

const nothingIsDue = () =>
  eventually(async () => {
    const flows = database.kysely.selectFrom('eventSubscriber').select('id').where('kind', '=', 'flow')
    const due = database.kysely.selectFrom('eventDelivery').select('seq').where('subscriberId', 'in', flows)
    return (await due.execute()).length === 0
  })

describe('Conversation Event', () => {
  it('starts the flow once for each thing that happens, with contact and conversation', async () => {
    await http.call('POST', '/api/contacts', { body: { fields: { phone: contact, first_name: 'Dana' } } })
    const flowId = await http.deploy(flowOf({ events: ['created', 'noted', 'topic-added', 'closed', 'reopened'] }))
    await write('Where is my parcel?')
    const { id } = await conversation()
    await act(`/${id}/notes`, { text: 'Paid' })
    const topic = await http.call('POST', '/api/topics', { body: { name: `Parcel ${count}`, color: 'grey' } })
    await http.call('PUT', `/api/conversations/${id}/topics`, { body: { topics: [topic.body.id] } })
    await act(`/${id}/close`)
    await act(`/${id}/reopen`)
    const starts = await eventually(async () => {
      const all = await startsOf(flowId)
      return all.length === 5 && all
    })
    expect(starts.map(({ event }) => event)).toEqual(['created', 'noted', 'topic-added', 'closed', 'reopened'])
    expect(starts[1]).toMatchObject({ text: 'Paid', conversation: { id }, contact: { first_name: 'Dana' } })
    expect(starts[2]).toMatchObject({ topic: `Parcel ${count}` })
    await nothingIsDue()
    expect(await startsOf(flowId)).toHaveLength(5)
    await http.call('POST', `/api/flows/${flowId}/undeploy`)
    await act(`/${id}/close`)
    expect(await database.kysely.selectFrom('eventSubscriber').select('id').where('id', '=', flowId).execute()).toEqual(
      [],
    )
  })

  it('lets through only what its filter says, and messages only where people are', async () => {
    const flowId = await http.deploy(flowOf({ events: ['message'], channel: 'sms', address: number }))
    const elsewhere = await http.deploy(flowOf({ events: ['message'], channel: 'whatsapp' }))
    await write('One')
    await nothingIsDue()
    const { id } = await conversation()
    await act(`/${id}/take`)
    await write('Two')
    await eventually(async () => expect((await startsOf(flowId)).map(({ text }) => text)).toEqual(['Two']))
    await nothingIsDue()
    expect(await startsOf(elsewhere)).toEqual([])
    for (const one of [flowId, elsewhere]) await http.call('POST', `/api/flows/${one}/undeploy`)
  })

  it('offers its filters to choose from: channels, our addresses, topics and people', async () => {
    const { body: topic } = await http.call('POST', '/api/topics', { body: { name: `Choice ${count}`, color: 'grey' } })
    const choices = async (source: string, query = '') =>
      (await http.call('GET', `/api/options/${source}${query}`)).body.items as readonly {
        value: string
        label: string
      }[]
    const within = (channel: string) => `?inputs=${encodeURIComponent(JSON.stringify({ channel }))}`
    expect(await choices('channels', '?search=sms')).toEqual([{ value: 'sms', label: 'SMS' }])
    expect((await choices('our-addresses')).map(({ value }) => value)).toContain(number)
    expect((await choices('our-addresses', within('sms'))).map(({ value }) => value)).toContain(number)
    expect(await choices('our-addresses', within('whatsapp'))).toEqual([])
    expect(await choices('topics', '?search=choice')).toContainEqual({ value: topic.name, label: topic.name })
    expect(await choices('agents')).toEqual([])
  })

  it('is not started by what the flow does itself, but by what another flow does', async () => {
    const note = node(2, 'change-conversation', {
      conversation: '$conversation.id',
      assign: 'keep',
      status: 'keep',
      note: 'Noted by a flow',
    })
    const own = await http.deploy(flowOf({ events: ['noted'] }, note))
    const other = await http.deploy(flowOf({ events: ['noted'] }))
    await write('Hello')
    const { id } = await conversation()
    await act(`/${id}/notes`, { text: 'Noted by a person' })
    await eventually(async () =>
      expect((await startsOf(other)).map(({ by, text }) => [by, text])).toEqual([
        // The operator's token is no person.
        ['system', 'Noted by a person'],
        ['flow', 'Noted by a flow'],
      ]),
    )
    await nothingIsDue()
    expect(await startsOf(own)).toHaveLength(1)
    for (const one of [own, other]) await http.call('POST', `/api/flows/${one}/undeploy`)
  })
})
