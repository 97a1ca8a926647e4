import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createDatabasePlace, type DatabasePlace, databaseKind } from '../../../test/helpers/database.ts'
import { aMessage, anAccept, anEnd, aStepRecord } from '../../../test/helpers/store-fixtures.ts'
import { type Database, openDatabase } from '../database.ts'
import { JOURNAL } from '../journal/journal-file.ts'
import { type ConversationChange, changeConversation } from '../messages/change-conversation.ts'
import { contactPointId } from '../messages/contact-point-id.ts'
import type { MessageRecord } from '../messages/message-records.ts'
import { createRunWriter } from '../runs/run-writer.ts'
import { uuidv7 } from '../uuid.ts'
import { readEvents } from './read-events.ts'

let place: DatabasePlace
let database: Database
let contact: string
let count = 0

beforeAll(async () => {
  place = await createDatabasePlace()
  database = await openDatabase(place.options)
})

beforeEach(() => {
  count += 1
  contact = `+1666${String(1_000_000 + count)}`
})

afterAll(async () => {
  await database.close()
  await place.remove()
})

const writerOf = () => createRunWriter(database, { now: () => new Date(), processId: uuidv7() })
const text = (change: Partial<MessageRecord> = {}) => aMessage({ contact, ...change })
const pointId = () => contactPointId({ channel: 'sms', accountId: '', value: contact })

async function all() {
  return readEvents(database.kysely, { from: new Date(0), until: new Date('2100-01-01'), limit: 10_000 })
}

/** Events of the contact of this test, or of one run. */
async function events(of: string = pointId()) {
  return (await all()).filter(({ content }) => content.customerId === of || content.runId === of)
}

/** What the first message of a contact causes. */
const met = ['CUSTOMER_PROFILE/CREATED', 'CONVERSATION/CREATED', 'CONTACT/MESSAGE_RECEIVED']

const types = async (of?: string) => (await events(of)).map(({ type }) => type)

async function start(change: Partial<MessageRecord> = {}) {
  const runId = uuidv7()
  const message = text({ ...change, runId })
  const writer = writerOf()
  await writer.accept(anAccept({ runId, contact, message }))
  return { runId, message, writer }
}

async function want(types: readonly string[]): Promise<string> {
  const id = uuidv7()
  await database.kysely.insertInto('eventSubscriber').values({ id, kind: 'webhook', types, isActive: true }).execute()
  await database.eventWants.refresh()
  return id
}

describe('what messages cause', () => {
  it('is told in order, with who caused it', async () => {
    const { runId, message, writer } = await start()
    const sent = text({ direction: 'out', status: 'sent', runId, nodeId: 2 })
    await writer.step(aStepRecord(runId, { messages: [sent] }))
    const caused = await events()
    const [customerId, conversationId] = [pointId(), message.id]
    const context = { assignee: { inboxId: 'inbox' } }
    const ofMessage = { customerId, conversationId, channel: 'sms', contactId: customerId, context }
    expect(caused.map(({ type, initiator, content }) => ({ type, initiator, content }))).toEqual([
      {
        type: 'CUSTOMER_PROFILE/CREATED',
        initiator: { type: 'CONTACT', id: customerId },
        content: { customerId },
      },
      {
        type: 'CONVERSATION/CREATED',
        initiator: { type: 'CONTACT', id: customerId },
        content: { customerId, conversationId, context },
      },
      {
        type: 'CONTACT/MESSAGE_RECEIVED',
        initiator: { type: 'CONTACT', id: customerId },
        content: { ...ofMessage, messageId: message.id },
      },
      {
        type: 'CONTACT/MESSAGE_SENT',
        initiator: { type: 'FLOW', id: anAccept().flowId },
        content: { ...ofMessage, messageId: sent.id },
      },
    ])
    expect(caused.map((event) => event.conversationId)).toEqual([null, ...Array(3).fill(conversationId)])
  })

  it('is told once for a message that comes again, and one conversation is created once', async () => {
    const { message, writer } = await start()
    await start({ providerId: message.providerId })
    await writer.receive(text({ status: 'no-flow' }))
    expect(await types()).toEqual([...met, 'CONTACT/MESSAGE_RECEIVED'])
  })

  it('has one new contact, to whichever of our addresses it writes first, and none where it is known', async () => {
    const { writer } = await start()
    await Promise.all(
      ['+17865550101', '+17865550102'].map((address) => writer.receive(text({ address, status: 'no-flow' }))),
    )
    const created = (await types()).filter((type) => type === 'CUSTOMER_PROFILE/CREATED')
    expect(created).toHaveLength(1)
  })

  it('has one new contact where its first messages to two addresses are stored together', async () => {
    const writer = writerOf()
    await Promise.all(
      ['+17865550101', '+17865550102'].map((address) => writer.receive(text({ address, status: 'no-flow' }))),
    )
    const told = await types()
    expect(told.filter((type) => type === 'CUSTOMER_PROFILE/CREATED')).toHaveLength(1)
    expect(told[0]).toBe('CUSTOMER_PROFILE/CREATED')
    expect(told).toHaveLength(5)
  })

  it('has a new contact that a person or a flow writes to first', async () => {
    const author = 'user:u1'
    await writerOf().receive(text({ direction: 'out', status: 'sent', author, runId: null }))
    expect((await events())[0]).toMatchObject({
      type: 'CUSTOMER_PROFILE/CREATED',
      initiator: { type: 'USER', id: 'u1' },
    })
  })

  it('is a new status where the conversation was waiting', async () => {
    const { message, writer } = await start()
    const waits = { change: { set: { status: 'waiting' } }, result: true } as const
    await changeConversation(database, message.id, new Date(), async () => waits)
    await writer.receive(text({ status: 'no-flow' }))
    expect((await types()).slice(met.length)).toEqual([
      'CONVERSATION_STATUS/UPDATED',
      'CONVERSATION_STATUS/UPDATED',
      'CONTACT/MESSAGE_RECEIVED',
    ])
  })

  it("is nobody's business for messages of tests", async () => {
    await start({ accountId: 'test:some-flow' })
    expect(await events()).toEqual([])
  })
})

describe('what people do', () => {
  it('is told: taken, noted, about something, closed and open again', async () => {
    const { message } = await start()
    const author = 'user:u1'
    const change = (next: ConversationChange) =>
      changeConversation(database, message.id, new Date(), async () => ({ change: next, result: true }))
    await change({ set: { isWithPerson: true, assignee: author }, items: [{ kind: 'taken', author }] })
    await change({ items: [{ kind: 'note', author, detail: { text: 'Secret words' } }] })
    await change({ items: [{ kind: 'topics', author }], topics: { added: ['t1'], removed: ['t2'] } })
    await change({ set: { status: 'closed', isWithPerson: false }, items: [{ kind: 'closed', author }] })
    await change({ set: { status: 'open', isWithPerson: true }, items: [{ kind: 'reopened', author }] })
    const caused = (await events()).slice(met.length)
    expect(caused.map(({ type }) => type)).toEqual([
      'CONVERSATION_ASSIGNEE/UPDATED',
      'CONVERSATION/NOTE_CREATED',
      'CONVERSATION/TOPIC_REMOVED',
      'CONVERSATION/TOPIC_ADDED',
      'CONVERSATION/CLOSED',
      'CONVERSATION_STATUS/UPDATED',
      'CONVERSATION/REOPENED',
      'CONVERSATION_ASSIGNEE/UPDATED',
      'CONVERSATION_STATUS/UPDATED',
    ])
    expect(caused.every(({ initiator }) => initiator.type === 'USER' && initiator.id === 'u1')).toBe(true)
    expect(caused[0]?.content).toMatchObject({
      reason: 'MANUAL',
      assignee: { inboxId: 'inbox', agentId: 'u1' },
      context: { assignee: { inboxId: 'inbox' } },
    })
    expect(caused[4]?.content).toMatchObject({ context: { assignee: { agentId: 'u1' } } })
    expect(JSON.stringify(caused)).not.toContain('Secret words')
  })
})

describe('ends of runs', () => {
  const failed = anEnd({ status: 'failed', error: { code: 'TIMEOUT', message: 'No reply.' } })

  it('are stored only while somebody wants them', async () => {
    const unwanted = await writerOf().accept(anAccept({ final: failed }))
    const id = await want(['RUN/FAILED', 'RUN/SUCCEEDED'])
    const writer = writerOf()
    const atOnce = await writer.accept(anAccept({ final: failed }))
    const later = await writer.accept(anAccept())
    await writer.step(aStepRecord(later.runId, { end: anEnd(), nextNodeId: null }))
    const child = await writer.accept(anAccept({ final: failed, test: { isPlayed: true } as never }))
    expect(await events(unwanted.runId)).toEqual([])
    expect(await events(child.runId)).toEqual([])
    expect(await events(atOnce.runId)).toMatchObject([
      { type: 'RUN/FAILED', initiator: { type: 'FLOW' }, content: { errorCode: 'TIMEOUT' } },
    ])
    expect(await types(later.runId)).toEqual(['RUN/SUCCEEDED'])
    await database.kysely.deleteFrom('eventSubscriber').where('id', '=', id).execute()
    await database.eventWants.refresh()
  })

  it('are stored of the wanted type only', async () => {
    const id = await want(['RUN/FAILED'])
    const writer = writerOf()
    const [bad, good] = await Promise.all([failed, anEnd()].map((final) => writer.accept(anAccept({ final }))))
    const later = await writer.accept(anAccept())
    await writer.step(aStepRecord(later.runId, { end: anEnd(), nextNodeId: null }))
    expect(await types(bad?.runId)).toEqual(['RUN/FAILED'])
    for (const runId of [good?.runId ?? '', later.runId]) expect(await types(runId)).toEqual([])
    await database.kysely.deleteFrom('eventSubscriber').where('id', '=', id).execute()
    await database.eventWants.refresh()
  })
})

describe('beginnings of runs', () => {
  it('are stored only while somebody wants them, before their ends, and not for runs of tests', async () => {
    const unwanted = await writerOf().accept(anAccept())
    const id = await want(['RUN/STARTED', 'RUN/SUCCEEDED'])
    const writer = writerOf()
    const atOnce = await writer.accept(anAccept({ final: anEnd() }))
    const later = await writer.accept(anAccept())
    await writer.step(aStepRecord(later.runId, { end: anEnd(), nextNodeId: null }))
    const ofTest = await writer.accept(anAccept({ test: { isPlayed: true } as never }))
    expect(await types(unwanted.runId)).toEqual([])
    expect(await types(ofTest.runId)).toEqual([])
    for (const { runId } of [atOnce, later]) expect(await types(runId)).toEqual(['RUN/STARTED', 'RUN/SUCCEEDED'])
    await database.kysely.deleteFrom('eventSubscriber').where('id', '=', id).execute()
    await database.eventWants.refresh()
  })
})

describe.runIf(databaseKind === 'pglite')('what is in the journal', () => {
  it('is told once after a crash, with the messages and the runs that it has', async () => {
    const id = await want([...met, 'RUN/SUCCEEDED'])
    const { runId, writer } = await start()
    await writer.step(aStepRecord(runId, { end: anEnd(), nextNodeId: null }))
    // The state that a crash leaves.
    const path = join(database.files ?? '', JOURNAL)
    await copyFile(path, `${path}.copy`)
    for (let crash = 0; crash < 2; crash += 1) {
      await database.close()
      await copyFile(`${path}.copy`, path)
      database = await openDatabase(place.options)
      expect(await types()).toEqual(met)
      expect(await types(runId)).toEqual(['RUN/SUCCEEDED'])
      const deliveries = database.kysely.selectFrom('eventDelivery').select('seq').where('subscriberId', '=', id)
      expect(await deliveries.execute()).toHaveLength(4)
    }
  })
})
