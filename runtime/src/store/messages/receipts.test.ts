import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestDatabase, withoutJournal } from '../../../test/helpers/database.ts'
import { aMessage, anAccept } from '../../../test/helpers/store-fixtures.ts'
import type { Database } from '../database.ts'
import { readEvents } from '../events/read-events.ts'
import { createRunWriter } from '../runs/run-writer.ts'
import { receiptKey } from '../runs/wait-keys.ts'
import type { RunWriter } from '../runs/writer-port.ts'
import { uuidv7 } from '../uuid.ts'
import { type ReceiptRecord, readReported } from './store-receipt.ts'

let database: Database
let writer: RunWriter
let providerId: string
const accountId = 'ours'
const at = new Date('2026-01-31T09:30:00.000Z')

/** Several processes share the database here, which the journal of an embedded one rules out. */
const writerOf = () => createRunWriter(withoutJournal(database), { now: () => new Date(), processId: uuidv7() })

beforeAll(async () => {
  database = await openTestDatabase()
})
beforeEach(() => {
  writer = writerOf()
  providerId = `their-${uuidv7()}`
})
afterAll(() => database.close())

function receipt(status: string, by = writer, change: Partial<ReceiptRecord> = {}) {
  return by.receipt({ accountId, providerId, status, error: null, at, unless: [status], ...change })
}

/** A run that has sent a message and waits for its receipt. */
async function send(seconds = 60, parts: readonly string[] = []): Promise<string> {
  const { runId } = await writer.accept(anAccept())
  const wait = { kind: 'action', startedAt: new Date().toISOString(), attempts: [], state: {} } as const
  const until = new Date(Date.now() + seconds * 1_000)
  const key = receiptKey({ accountId, providerId })
  const messages = [...parts, providerId].map((id) =>
    aMessage({ accountId, direction: 'out', status: 'sent', providerId: id, runId }),
  )
  const record = { runId, epoch: 1, waitingFor: 'receipt', until, wait, key, messages }
  expect(await writer.park({ ...record, phase: 'park' })).toBe(true)
  return runId
}

const statusOf = async (runId: string) =>
  (await database.kysely.selectFrom('message').select('status').where('runId', '=', runId).executeTakeFirst())?.status

/** The runs whose waits are over, of those of this suite. */
const due = async (runId: string) => (await writer.wakeDue(1_000)).filter(({ id }) => id === runId)

describe('a receipt as an event', () => {
  const told = async () => {
    const events = await readEvents(database.kysely, { from: new Date(0), until: new Date('2100-01-01'), limit: 1_000 })
    return events.filter(({ type }) => type.startsWith('MESSAGE/'))
  }

  it('is stored only while somebody wants it: once for each status that it changes', async () => {
    const runId = await send()
    const { id: messageId } = await database.kysely
      .selectFrom('message')
      .select('id')
      .where('runId', '=', runId)
      .executeTakeFirstOrThrow()
    await receipt('delivered')
    expect(await told()).toEqual([])
    const types = ['MESSAGE/DELIVERED', 'MESSAGE/READ', 'MESSAGE/FAILED']
    const id = uuidv7()
    await database.kysely.insertInto('eventSubscriber').values({ id, kind: 'webhook', types, isActive: true }).execute()
    await database.eventWants.refresh()
    for (const status of ['delivered', 'sent', 'read', 'read', 'undelivered']) await receipt(status)
    expect(await told()).toMatchObject([
      { type: 'MESSAGE/READ', initiator: { type: 'SYSTEM' }, content: { channel: 'sms', messageId } },
      { type: 'MESSAGE/FAILED', content: { messageId } },
    ])
    providerId = `their-${uuidv7()}`
    await send()
    await receipt('delivered')
    expect((await told()).map(({ type }) => type)).toEqual(['MESSAGE/READ', 'MESSAGE/FAILED', 'MESSAGE/DELIVERED'])
    await database.kysely.deleteFrom('eventSubscriber').where('id', '=', id).execute()
    await database.eventWants.refresh()
  })
})

describe('a receipt for which a run waits', () => {
  it('wakes the run in one commit with the status of the message', async () => {
    const runId = await send()
    expect(await receipt('queued')).toMatchObject({ message: { status: 'queued' } })
    const error = { code: 'MESSAGE_REFUSED', message: 'No.', serviceCode: '30003' }
    expect(await receipt('undelivered', writer, { error })).toMatchObject({
      message: { status: 'undelivered', error },
      run: {
        id: runId,
        status: 'queued',
        wake: { reason: 'event', event: { status: 'undelivered', error, at: at.toISOString() } },
      },
    })
    expect(await statusOf(runId)).toBe('undelivered')
  })

  it('wakes the run once, however often and wherever it comes', async () => {
    const runId = await send()
    const other = writerOf()
    const outcomes = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((n) => receipt('delivered', n % 2 === 0 ? writer : other)),
    )
    expect(outcomes.flatMap(({ run }) => run?.id ?? [])).toEqual([runId])
    expect((await receipt('read')).run).toBeUndefined()
    expect(await statusOf(runId)).toBe('read')
  })

  it('wakes no run whose wait has ended, and still changes the message', async () => {
    const runId = await send(-1)
    expect(await due(runId)).toMatchObject([{ id: runId, wake: { reason: 'due' } }])
    expect(await receipt('delivered')).toMatchObject({ message: { status: 'delivered' } })
    expect((await receipt('delivered')).run).toBeUndefined()
  })

  it('lets the wait be over at once when it came before the message, and can be read then', async () => {
    await receipt('delivered')
    const runId = await send()
    expect(await statusOf(runId)).toBe('delivered')
    expect(await due(runId)).toMatchObject([{ id: runId, wake: { reason: 'due' } }])
    expect(await readReported(database, { accountId, providerId })).toEqual({
      status: 'delivered',
      error: null,
      at: at.toISOString(),
    })
  })

  it('lets no wait be over because another part of the message has arrived', async () => {
    const first = `${providerId}-1`
    await receipt('delivered', writer, { providerId: first })
    const runId = await send(60, [first])
    expect(await due(runId)).toEqual([])
  })

  it('leaves the run waiting while it says that the message is on its way', async () => {
    await receipt('sent')
    const runId = await send()
    expect(await due(runId)).toEqual([])
    expect(await receipt('delivered')).toMatchObject({ run: { id: runId } })
  })

  it('wakes no run that waits for the receipt of another account', async () => {
    const runId = await send()
    expect(await receipt('delivered', writer, { accountId: 'another' })).toEqual({})
    expect(await due(runId)).toEqual([])
  })
})
