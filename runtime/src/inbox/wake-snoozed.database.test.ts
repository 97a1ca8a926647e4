import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDatabase } from '../../test/helpers/database.ts'
import { aMessage } from '../../test/helpers/store-fixtures.ts'
import type { Database } from '../store/database.ts'
import { changeConversation } from '../store/messages/change-conversation.ts'
import { createRunWriter } from '../store/runs/run-writer.ts'
import { uuidv7 } from '../store/uuid.ts'
import { createConversationRepository } from './conversation-repository.ts'
import { createSnoozeWorker } from './wake-snoozed.ts'

const until = new Date(Date.UTC(2026, 10, 3, 12))
let database: Database

beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

it('a snoozed conversation waits for an answer again from its time on, and not before', async () => {
  const conversations = createConversationRepository(database.kysely)
  const writer = createRunWriter(database, { now: () => new Date(), processId: uuidv7() })
  await writer.receive(aMessage({ status: 'no-flow' }))
  const { items } = await conversations.list({ view: 'open' }, { reader: 'user:me', limit: 1 })
  const id = items[0]?.id ?? ''
  const set = { status: 'waiting', snoozedUntil: until, waitsSince: null, isWithPerson: true } as const
  await changeConversation(database, id, new Date(), async () => ({ change: { set }, result: undefined }))

  let now = new Date(until.getTime() - 1)
  const changed: string[] = []
  const worker = createSnoozeWorker({ database, onChange: (one) => void changed.push(one), now: () => now })
  const wake = () => worker.work({}, new AbortController().signal)
  await wake()
  expect(await conversations.find(id, 'user:me')).toMatchObject({ status: 'waiting', snoozedUntil: until })
  now = until
  await wake()
  await wake()
  expect(await conversations.find(id, 'user:me')).toMatchObject({
    status: 'open',
    snoozedUntil: null,
    waitsSince: until,
  })
  expect(changed).toEqual([id])
})
