import { randomUUID } from 'node:crypto'
import type { ConversationResource, StartableFlow } from '@patchbay/shared/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiFlow, smsFlow } from './helpers/documents.ts'
import { type HttpTest, startHttpTest } from './helpers/http-test.ts'

const [ours, whatsApp] = ['+17865550193', '+17865550194']
let http: HttpTest
let people = 0

beforeAll(async () => {
  http = await startHttpTest()
  await http.call('POST', '/api/numbers', { body: { number: ours } })
  const body = { channel: 'whatsapp', value: whatsApp, accountId: 'simulator', label: '' }
  expect((await http.call('POST', '/api/addresses', { body })).status).toBe(201)
})
afterAll(() => http.close())

/** A new contact writes. */
async function write(text: string, to: object = { to: ours }): Promise<ConversationResource> {
  people += 1
  const from = `+1305555${4_500 + people}`
  const sent = await http.call('POST', '/api/simulator/messages', { body: { from, text, ...to } })
  expect(sent.status, sent.text).toBe(201)
  const { body } = await http.call('GET', '/api/conversations?limit=200')
  return body.items.find((item: ConversationResource) => item.contact.value === from)
}

async function idsOf(query: string): Promise<readonly string[]> {
  const { body, text } = await http.call('GET', `/api/conversations${query}`)
  if (body.items === undefined) throw new Error(text)
  return body.items.map(({ id }: ConversationResource) => id)
}

describe('the list of conversations', () => {
  it('is narrowed to a channel, to one of our addresses, and to a topic', async () => {
    const text = await write('Hello')
    const chat = await write('Hello', { channel: 'whatsapp', to: whatsApp })
    expect(await idsOf('?channel=whatsapp')).toEqual([chat.id])
    expect(await idsOf(`?channel=sms&address=${encodeURIComponent(ours)}`)).toEqual([text.id])
    const { body: topic } = await http.call('POST', '/api/topics', { body: { name: 'Refund', color: 'blue' } })
    expect(await idsOf(`?topic=${topic.id}`)).toEqual([])
    await http.call('PUT', `/api/conversations/${chat.id}/topics`, { body: { topics: [topic.id] } })
    expect(await idsOf(`?topic=${topic.id}`)).toEqual([chat.id])
  })
})

describe('a search of the inbox', () => {
  it('finds fields of the contact', async () => {
    const { id, contact } = await write('Hello')
    const fields = { company: 'Brightwater Logistics' }
    await http.call('PATCH', `/api/contacts/${contact.id}`, { body: { fields } })
    expect(await idsOf('/search?text=brightw')).toEqual([id])
  })

  it('finds words of closed conversations, too', async () => {
    const { id } = await write('Where is my snorkel?')
    await http.call('POST', `/api/conversations/${id}/close`)
    expect(await idsOf('?view=open')).not.toContain(id)
    expect(await idsOf('/search?text=snork')).toEqual([id])
  })
})

it('a colleague answers without taking the conversation away', async () => {
  const { id } = await write('Hello')
  const password = 'correct horse battery'
  const tom = { name: 'Tom Okafor', email: 'tom@example.com', password, role: 'agent' }
  const { body: user } = await http.call('POST', '/api/users', { body: tom })
  await http.call('POST', `/api/conversations/${id}/assign`, { body: { to: `user:${user.id}` } })
  const token = await http.tokenOf('agent')
  const body = { id: randomUUID(), content: { text: 'Welcome' } }
  expect((await http.call('POST', `/api/conversations/${id}/answers`, { token, body })).status).toBe(201)
  expect((await http.call('GET', `/api/conversations/${id}`)).body.assignee).toMatchObject({ name: tom.name })
})

it('offers the live flows that have an Inbound API trigger and are not paused', async () => {
  const { id } = await write('Hello')
  const live = await http.deploy(apiFlow('Live'))
  await http.deploy(smsFlow('Hello', 'By text'))
  await http.call('POST', '/api/flows', { body: apiFlow('Draft') })
  const paused = await http.deploy(apiFlow('Paused'))
  await http.call('POST', `/api/flows/${paused}/pause`)
  const { body } = await http.call('GET', `/api/conversations/${id}/flows`)
  expect(body.items.map(({ flowId }: StartableFlow) => flowId)).toEqual([live])
})
