import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestDatabase, withoutJournal } from '../../../test/helpers/database.ts'
import { giveToPerson } from '../../../test/helpers/give-to-person.ts'
import { aMessage, anAccept, aStepRecord } from '../../../test/helpers/store-fixtures.ts'
import type { Database } from '../database.ts'
import { createRunWriter } from '../runs/run-writer.ts'
import { replyKey } from '../runs/wait-keys.ts'
import type { RunWriter } from '../runs/writer-port.ts'
import { uuidv7 } from '../uuid.ts'
import { contactPointId } from './contact-point-id.ts'
import type { MessageRecord } from './message-records.ts'

let database: Database
let writer: RunWriter
let contact: string
let count = 0

/** Several processes share the database here, which the journal of an embedded one rules out. */
const writerOf = (processId = uuidv7()) =>
  createRunWriter(withoutJournal(database), { now: () => new Date(), processId })

beforeAll(async () => {
  database = await openTestDatabase()
})

beforeEach(() => {
  writer = writerOf()
  count += 1
  contact = `+1555${String(1_000_000 + count)}`
})

afterAll(() => database.close())

const text = (change: Partial<MessageRecord> = {}) => aMessage({ contact, ...change })

/** Accepts a run that this message starts. */
function start(message: MessageRecord, by = writer) {
  const runId = uuidv7()
  return by.accept(anAccept({ runId, contact, message: { ...message, runId } }))
}

function storedMessages() {
  return database.kysely.selectFrom('message').selectAll().where('contact', '=', contact).orderBy('id').execute()
}

function runs() {
  return database.kysely.selectFrom('run').select('id').where('contact', '=', contact).execute()
}

function pointId() {
  return contactPointId({ channel: 'sms', accountId: '', value: contact })
}

function conversations() {
  return database.kysely.selectFrom('conversation').selectAll().where('contactPointId', '=', pointId()).execute()
}

/** Accepts a run that asks a question in the conversation of `contact`, and is stored as waiting. */
async function ask(askedAt = new Date(), by = writer): Promise<string> {
  const { runId } = await by.accept(anAccept({ contact }))
  const key = replyKey({ contactPointId: pointId(), address: '+15550002222' })
  const wait = { kind: 'action', startedAt: askedAt.toISOString(), attempts: [], state: {} } as const
  const parked = { runId, epoch: 1, waitingFor: 'reply', until: new Date(Date.now() + 60_000), wait, key }
  expect(await by.park({ ...parked, phase: 'announce' })).toBe(true)
  expect(await by.park({ ...parked, phase: 'settle' })).toBe(true)
  return runId
}

describe('a message from a contact', () => {
  it('is stored with the run that it starts, and with contact, contact point and conversation', async () => {
    const message = text()
    const { runId } = await start(message)
    const [stored] = await storedMessages()
    const [conversation] = await conversations()
    expect(stored).toMatchObject({ id: message.id, runId, status: 'received', content: message.content })
    expect(stored?.conversationId).toBe(conversation?.id)
    expect(conversation).toMatchObject({ status: 'open', lastRunId: runId, address: message.address })
    const point = await database.kysely
      .selectFrom('contactPoint')
      .innerJoin('contact', 'contact.id', 'contactPoint.contactId')
      .select(['contactPoint.value', 'contactPoint.accountId', 'contact.name'])
      .where('contactPoint.id', '=', pointId())
      .executeTakeFirstOrThrow()
    expect(point).toEqual({ value: contact, accountId: '', name: '' })
  })

  it('that comes again, also at the same time and to another process, starts nothing and answers the first', async () => {
    const other = writerOf()
    const copies = Array.from({ length: 10 }, () => text({ providerId: `p-${contact}` }))
    const outcomes = await Promise.all(copies.map((copy, index) => start(copy, index % 2 === 0 ? writer : other)))
    const first = outcomes.find(({ duplicate }) => !duplicate)
    expect(outcomes.filter(({ duplicate }) => !duplicate)).toHaveLength(1)
    const [message] = await storedMessages()
    expect(await storedMessages()).toHaveLength(1)
    expect(await runs()).toEqual([{ id: first?.runId }])
    for (const outcome of outcomes.filter(({ duplicate }) => duplicate)) {
      expect(outcome).toMatchObject({ runId: first?.runId, earlier: { messageId: message?.id, runId: first?.runId } })
    }
  })

  it('that starts nothing is stored alone, once', async () => {
    const message = text({ status: 'no-flow' })
    expect(await writer.receive(message)).toEqual({})
    expect(await writer.receive(text({ status: 'no-flow', providerId: message.providerId }))).toEqual({
      earlier: { messageId: message.id, runId: null },
    })
    expect(await storedMessages()).toMatchObject([{ id: message.id, status: 'no-flow', runId: null }])
  })

  it('keeps the ids of two accounts, and of the two directions, apart', async () => {
    for (const change of [{}, { accountId: 'other' }, { direction: 'out' }] as const) {
      expect(await writer.receive(text({ providerId: `same-${contact}`, ...change }))).toEqual({})
    }
    expect(await storedMessages()).toHaveLength(3)
  })

  it('goes into the open conversation, and opens another one once that is closed', async () => {
    await start(text())
    await start(text())
    expect(await conversations()).toHaveLength(1)
    await database.kysely
      .updateTable('conversation')
      .set({ status: 'closed' })
      .where('contactPointId', '=', pointId())
      .execute()
    await start(text())
    expect((await conversations()).map(({ status }) => status).sort()).toEqual(['closed', 'open'])
  })

  it('names the run before it when another process has started that', async () => {
    const first = await start(text())
    expect(await start(text())).not.toHaveProperty('previousRunId')
    const [conversation] = await conversations()
    const other = await start(text(), writerOf())
    expect(other.previousRunId).toBe(conversation?.lastRunId)
    expect(first.previousRunId).toBeUndefined()
  })
})

describe('a message that a step has sent', () => {
  it('is stored with the step', async () => {
    const { runId } = await start(text())
    const sent = text({ direction: 'out', status: 'sent', runId, nodeId: 2 })
    expect(await writer.step(aStepRecord(runId, { messages: [sent] }))).toBe(true)
    expect(await storedMessages()).toMatchObject([
      { direction: 'in' },
      { id: sent.id, nodeId: 2, status: 'sent', runId },
    ])
    expect(await conversations()).toHaveLength(1)
  })

  it('is stored once, also when the run was claimed by another process that has sent it again', async () => {
    const { runId } = await start(text())
    await database.kysely.updateTable('run').set({ epoch: 2 }).where('id', '=', runId).execute()
    const sent = { direction: 'out', providerId: `sent-${contact}`, runId } as const
    expect(await writer.step(aStepRecord(runId, { messages: [text(sent)] }))).toBe(false)
    expect(await writer.step(aStepRecord(runId, { epoch: 2, messages: [text(sent)] }))).toBe(true)
    expect(await storedMessages()).toHaveLength(2)
  })
})

describe('a message for which a run waits', () => {
  it('is not taken by a flow, and wakes the run in one commit with the message', async () => {
    const runId = await ask()
    const message = text()
    expect(await start(message)).toMatchObject({ isDiverted: true })
    expect(await runs()).toEqual([{ id: runId }])
    expect(await storedMessages()).toEqual([])
    const reply = await writer.reply(message, { text: 'yes' })
    expect(reply).toMatchObject({
      kind: 'woken',
      run: { id: runId, status: 'queued', wake: { event: { text: 'yes' } } },
    })
    expect(await storedMessages()).toMatchObject([{ id: message.id, runId }])
    expect(await start(text())).toMatchObject({ duplicate: false })
  })

  it('wakes the run with the latest question, and the others wait on', async () => {
    const earlier = await ask(new Date(Date.now() - 10_000))
    const latest = await ask()
    expect(await writer.reply(text(), {})).toMatchObject({ kind: 'woken', run: { id: latest } })
    expect(await writer.reply(text(), {})).toMatchObject({ kind: 'woken', run: { id: earlier } })
    expect(await writer.reply(text(), {})).toEqual({ kind: 'nobody' })
  })

  it('wakes one run, however often and wherever it comes', async () => {
    const waiting = [await ask(), await ask(), await ask()]
    const other = writerOf()
    const providerId = `reply-${contact}`
    const replies = await Promise.all(
      Array.from({ length: 8 }, (_, index) => (index % 2 === 0 ? writer : other).reply(text({ providerId }), {})),
    )
    expect(replies.filter(({ kind }) => kind === 'woken')).toHaveLength(1)
    expect(replies.filter(({ kind }) => kind === 'duplicate')).toHaveLength(7)
    expect(await storedMessages()).toHaveLength(1)
    expect(await writer.waitingFor(text())).toHaveLength(waiting.length - 1)
    expect(await writer.waitingFor(text({ providerId }))).toEqual([])
  })

  it('is an ordinary one once the wait has ended in another way', async () => {
    const runId = await ask()
    expect(await writer.cancel(runId)).toBe('cancelled')
    const message = text()
    expect(await start(message)).toMatchObject({ isDiverted: true })
    expect(await writer.reply(message, {})).toEqual({ kind: 'nobody' })
    expect(await start(message)).toMatchObject({ duplicate: false })
    expect(await storedMessages()).toHaveLength(1)
  })

  it('is only stored when it is no answer, and the run waits on', async () => {
    const runId = await ask()
    const opened = text({ content: { referral: { source: 'SHORTLINK', ref: 'spring' } } })
    expect(await start(opened)).toMatchObject({ isDiverted: true })
    expect(await writer.reply(opened, undefined)).toEqual({ kind: 'kept' })
    expect(await writer.reply(text({ providerId: opened.providerId }), undefined)).toMatchObject({ kind: 'duplicate' })
    expect(await storedMessages()).toMatchObject([{ id: opened.id, runId: null }])
    expect(await writer.reply(text(), {})).toMatchObject({ kind: 'woken', run: { id: runId } })
    expect(await writer.reply(text(), undefined)).toEqual({ kind: 'nobody' })
  })

  it('with a status of its own is stored all the same', async () => {
    await ask()
    expect(await writer.receive(text({ status: 'consent' }))).toEqual({})
    expect(await storedMessages()).toHaveLength(1)
  })
})

describe('a conversation with a person', () => {
  it('keeps its messages from flows and from runs that wait', async () => {
    await ask()
    await writer.receive(text({ status: 'consent' }))
    await giveToPerson(database, { contactPointId: pointId(), address: '+15550002222' })
    const message = text()
    expect(await start(message)).toMatchObject({ isDiverted: true })
    expect(await writer.reply(message, {})).toEqual({ kind: 'person' })
    expect(await writer.reply(text({ providerId: message.providerId }), {})).toMatchObject({ kind: 'duplicate' })
    expect(await storedMessages()).toHaveLength(2)
  })
})
