import { randomUUID } from 'node:crypto'
import type { ConversationItem } from '@patchbay/shared/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../helpers/eventually.ts'
import { type HttpTest, startHttpTest } from './helpers/http-test.ts'

const [ours, contact] = ['+17865550170', '+13055554100']
const password = 'correct horse battery'
let http: HttpTest
let program: string
let userId: string
let agent: { readonly cookie: string }
let conversationId: string
let topicId: string

beforeAll(async () => {
  http = await startHttpTest()
  await http.call('POST', '/api/numbers', { body: { number: ours } })
  const user = { name: 'Tom Okafor', email: 'tom@example.com', password, role: 'agent' }
  userId = (await http.call('POST', '/api/users', { body: user })).body.id
  agent = await signIn(user.email)
  program = await http.tokenOf('api-user')
  topicId = (await http.call('POST', '/api/topics', { body: { name: 'Refund', color: 'red' } })).body.id
  await http.call('POST', '/api/simulator/messages', { body: { from: contact, to: ours, text: 'Where is it?' } })
  conversationId = (await http.call('GET', '/api/conversations')).body.items[0].id
  await act('answers', { id: randomUUID(), content: { text: 'On its way' } })
  await eventually(async () =>
    expect(await items()).toContainEqual(expect.objectContaining({ type: 'SMS', status: 'DELIVERED' })),
  )
  await act('notes', { text: 'Was late before' })
  await act('topics', { topics: [topicId] }, 'PUT')
  await act('topics', { topics: [] }, 'PUT')
  await act('topics', { topics: [topicId] }, 'PUT')
  await act('close')
})

afterAll(() => http.close())

async function signIn(email: string): Promise<{ readonly cookie: string }> {
  const answer = await http.call('POST', '/api/session', {
    token: null,
    headers: { origin: 'http://localhost' },
    body: { email, password },
  })
  return {
    cookie: answer.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';', 1)[0])
      .join('; '),
  }
}

/** As the agent. */
async function act(path: string, body?: object, method = 'POST'): Promise<void> {
  const answer = await http.call(method, `/api/conversations/${conversationId}/${path}`, {
    token: null,
    headers: { ...agent, origin: 'http://localhost' },
    ...(body === undefined ? {} : { body }),
  })
  expect(answer.status, answer.text).toBeLessThan(300)
}

function get(path: string, token: string | null = program) {
  return http.call('GET', `/api/v1/${path}`, { token })
}

async function items(): Promise<readonly ConversationItem['content'][]> {
  const { body } = await get(`conversations/${conversationId}/items`)
  return body.map(({ content }: ConversationItem) => content)
}

describe('what an event names', () => {
  it('is a conversation with its contact, its state, who answers, and its topics', async () => {
    const { status, body } = await get(`conversations/${conversationId}`)
    expect(status).toBe(200)
    expect(body).toEqual({
      id: conversationId,
      customerId: expect.any(String),
      createdAt: expect.any(String),
      closedAt: expect.any(String),
      status: 'CLOSED',
      inboxId: 'inbox',
      agentId: userId,
      topicIds: [topicId],
    })
  })

  it('is all that happened in it, oldest first, with who did it', async () => {
    const answer = await get(`conversations/${conversationId}/items`)
    expect(answer.headers.get('gladly-limited-data')).toBe('false')
    const customerId = (await get(`conversations/${conversationId}`)).body.customerId
    const [byContact, byAgent] = [
      { type: 'CUSTOMER', id: customerId },
      { type: 'AGENT', id: userId },
    ]
    expect(answer.body.map(({ initiator, content }: ConversationItem) => [initiator, content])).toEqual([
      [byContact, { type: 'SMS', from: contact, to: ours, content: 'Where is it?', status: 'RECEIVED' }],
      [byAgent, { type: 'CONVERSATION_ASSIGNEE_CHANGE', assignee: { inboxId: 'inbox', agentId: userId } }],
      [byAgent, { type: 'SMS', from: ours, to: contact, content: 'On its way', status: 'DELIVERED' }],
      [byAgent, { type: 'CONVERSATION_NOTE', body: 'Was late before' }],
      [byAgent, { type: 'TOPIC_CHANGE', addedTopicIds: [topicId], removedTopicIds: [] }],
      [byAgent, { type: 'TOPIC_CHANGE', addedTopicIds: [], removedTopicIds: [topicId] }],
      [byAgent, { type: 'TOPIC_CHANGE', addedTopicIds: [topicId], removedTopicIds: [] }],
      [byAgent, { type: 'CONVERSATION_STATUS_CHANGE', status: 'CLOSED' }],
    ])
  })

  it('is one message, or one note', async () => {
    const all: readonly ConversationItem[] = (await get(`conversations/${conversationId}/items`)).body
    for (const item of all) expect((await get(`conversation-items/${item.id}`)).body).toEqual(item)
    const note = all.find(({ content }) => content.type === 'CONVERSATION_NOTE')
    expect((await get(`conversations/${conversationId}/notes/${note?.id}`)).body).toEqual(note)
    expect((await get(`conversations/${conversationId}/notes/${all[0]?.id}`)).status).toBe(404)
    expect((await get(`conversations/${randomUUID()}/notes/${note?.id}`)).status).toBe(404)
  })

  it('is a contact and where they are reached', async () => {
    const { body } = await get(`conversations/${conversationId}`)
    expect((await get(`customer-profiles/${body.customerId}`)).body).toMatchObject({
      id: body.customerId,
      phones: [{ original: contact, normalized: contact }],
      contactPoints: [{ channel: 'sms', value: contact }],
    })
  })

  it('is a contact with their addresses of e-mail', async () => {
    const { body } = await http.call('POST', '/api/contacts', { body: { fields: { email: 'Dana@Example.com' } } })
    expect((await get(`customer-profiles/${body.id}`)).body.emails).toEqual([
      { original: 'dana@example.com', normalized: 'dana@example.com' },
    ])
  })

  it('is the contact into which it was merged, also over several merges', async () => {
    const made: string[] = []
    for (const name of ['Dana', 'Dana F.', 'D. Flores']) {
      made.push((await http.call('POST', '/api/contacts', { body: { fields: { name } } })).body.id)
    }
    const [first, second, last] = made
    for (const [from, into] of [
      [first, second],
      [second, last],
    ]) {
      const merged = await http.call('POST', `/api/contacts/${into}/merge`, { body: { from } })
      expect(merged.status, merged.text).toBe(200)
    }
    for (const id of [first, second]) {
      const moved = await get(`customer-profiles/${id}`)
      expect(moved.status).toBe(301)
      expect(moved.headers.get('location')).toBe(`/api/v1/customer-profiles/${last}`)
    }
    expect((await get(`customer-profiles/${last}`)).status).toBe(200)
  })

  it('is a person who answers', async () => {
    const found = await get(`agents/${userId}`)
    expect(found.body).toEqual({ id: userId, name: 'Tom Okafor', emailAddress: 'tom@example.com' })
  })

  it('is refused in the form of Gladly', async () => {
    const refused = await get('agents/nobody')
    expect(refused.status).toBe(404)
    expect(refused.body).toEqual({ errors: [{ code: 'not_exist', detail: expect.any(String) }] })
    expect((await get('agents/nobody', await http.tokenOf('editor'))).body.errors).toMatchObject([
      { code: 'forbidden' },
    ])
    expect((await get('nothing/here')).body.errors).toMatchObject([{ code: 'not_exist' }])
  })

  it('is gone with 404, whatever the id looks like', async () => {
    for (const id of [randomUUID(), 'co88', '%00']) {
      for (const path of [
        'conversations/ID',
        'conversations/ID/items',
        'conversation-items/ID',
        'customer-profiles/ID',
        'agents/ID',
      ]) {
        expect((await get(path.replace('ID', id))).status, `${path} of ${id}`).toBe(404)
      }
    }
  })
})
