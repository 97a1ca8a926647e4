import { type ConversationView, conversationViews } from '@patchbay/shared/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../test/helpers/database.ts'
import { aMessage } from '../../test/helpers/store-fixtures.ts'
import type { Database } from '../store/database.ts'
import { changeConversation } from '../store/messages/change-conversation.ts'
import { createRunWriter } from '../store/runs/run-writer.ts'
import { uuidv7 } from '../store/uuid.ts'
import {
  type ConversationRecord,
  type ConversationRepository,
  createConversationRepository,
} from './conversation-repository.ts'

const [me, other] = ['user:me', 'user:other']
const startedAt = Date.UTC(2026, 10, 1)
let database: Database
let conversations: ConversationRepository

beforeAll(async () => {
  database = await openTestDatabase()
  conversations = createConversationRepository(database.kysely)
  const writer = createRunWriter(database, { now: () => new Date(), processId: uuidv7() })
  // Three of four wait for a person. Some come at the same time.
  for (let index = 0; index < 200; index += 1) {
    const at = new Date(startedAt + Math.floor(index / 3) * 1_000)
    const status = index % 4 === 0 ? 'opted-out' : 'no-flow'
    await writer.receive(aMessage({ contact: `+1305555${1_000 + index}`, status, at, providerId: null }))
  }
  const { items } = await conversations.list({ view: 'open' }, { reader: me, limit: 200 })
  await Promise.all(
    items.map(({ id }, index) =>
      changeConversation(database, id, new Date(), async () => ({ change: { set: setOf(index) }, result: undefined })),
    ),
  )
})
afterAll(() => database.close())

/** Of five one is mine, one another's, one closed, and two are nobody's. */
function setOf(index: number) {
  const of = index % 5
  if (of === 0) return { assignee: me, isWithPerson: true }
  if (of === 1) return { assignee: other, isWithPerson: true }
  return of === 2 ? { status: 'closed' as const, closedAt: new Date(), waitsSince: null } : {}
}

async function allOf(view: ConversationView, limit: number): Promise<readonly ConversationRecord[]> {
  const all: ConversationRecord[] = []
  for (let after: string | null | undefined; after !== null; ) {
    const page = await conversations.list({ view }, { reader: me, limit, ...(after === undefined ? {} : { after }) })
    all.push(...page.items)
    after = page.next
  }
  return all
}

describe('a list of conversations', () => {
  it.each(conversationViews)(
    'of the view %s has each once, in the same order whatever the size of its pages',
    async (view) => {
      const whole = (await allOf(view, 200)).map(({ id }) => id)
      expect(new Set(whole).size).toBe(whole.length)
      expect(whole.length).toBeGreaterThan(20)
      expect((await allOf(view, 7)).map(({ id }) => id)).toEqual(whole)
    },
  )

  it('begins with those who have waited longest where people answer, and with the latest message elsewhere', async () => {
    for (const view of ['mine', 'unassigned'] as const) {
      const waits = (await allOf(view, 200)).map(({ waitsSince }) => waitsSince?.getTime() ?? Number.POSITIVE_INFINITY)
      expect(waits).toEqual(waits.toSorted((one, two) => one - two))
    }
    for (const view of ['open', 'closed'] as const) {
      const times = (await allOf(view, 200)).map(({ lastMessageAt }) => lastMessageAt.getTime())
      expect(times).toEqual(times.toSorted((one, two) => two - one))
    }
  })

  it('has what its view says, and the counts say how many', async () => {
    const [mine, unassigned] = [await allOf('mine', 200), await allOf('unassigned', 200)]
    expect(mine.every(({ assignee, status }) => assignee === me && status !== 'closed')).toBe(true)
    expect(unassigned.every(({ assignee, waitsSince }) => assignee === null && waitsSince !== null)).toBe(true)
    const waiting = [...mine, ...unassigned].filter(({ waitsSince }) => waitsSince !== null).length
    expect(await conversations.counts(me)).toEqual({
      mine: mine.length,
      unassigned: unassigned.length,
      waiting,
      mentions: 0,
    })
  })

  it('is narrowed by contact', async () => {
    const [first] = await allOf('open', 200)
    if (first === undefined) throw new Error('There is none')
    const { items } = await conversations.list({ view: 'open', contact: first.contactId }, { reader: me, limit: 50 })
    expect(items.map(({ id }) => id)).toEqual([first.id])
  })
})

it('signs of patterns in a search are what they are', async () => {
  for (const text of ['%', '_', '\\', "'"])
    expect(await conversations.search(text, { reader: me, limit: 5 })).toEqual([])
  const found = await conversations.search('555 1007', { reader: me, limit: 5 })
  expect(found.map(({ contact }) => contact)).toEqual(['+13055551007'])
})
