import { randomBytes } from 'node:crypto'
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DAY_MS } from '@patchbay/shared/time'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  createDatabasePlace,
  type DatabasePlace,
  databaseKind,
  withoutJournal,
} from '../../../test/helpers/database.ts'
import { eventually } from '../../../test/helpers/eventually.ts'
import { aMessage, anAccept, anEnd, aStep, aStepRecord } from '../../../test/helpers/store-fixtures.ts'
import { type Database, openDatabase } from '../database.ts'
import type { PreparedStatement, StatementParameter } from '../runs/prepared-statement.ts'
import { acceptRow, beginRow, changeRow } from '../runs/record-rows.ts'
import { createRunRepository, type RunDetail } from '../runs/run-repository.ts'
import { createRunWriter } from '../runs/run-writer.ts'
import { uuidv7 } from '../uuid.ts'
import { createJournal } from './journal.ts'
import { writeEntry } from './journal-entry.ts'
import { JOURNAL, type JournalFile, openJournalFile } from './journal-file.ts'
import { createKnownState } from './known-state.ts'
import type { Store } from './store-rows.ts'

const now = () => new Date()
const failed = anEnd({ status: 'failed', error: { code: 'TIMEOUT', message: 'No reply.' } })
const warning = { code: 'EMPTY', message: 'No value.' }

let place: DatabasePlace
let database: Database

describe.runIf(databaseKind === 'pglite')('the journal of the embedded database', () => {
  beforeAll(async () => {
    place = await createDatabasePlace('pglite')
    database = await openDatabase(place.options)
  })

  afterAll(async () => {
    await database.close()
    await place.remove()
  })

  function writerOf(of: Database) {
    return createRunWriter(of, { now, processId: uuidv7() })
  }

  async function reopen(): Promise<void> {
    await database.close()
    database = await openDatabase(place.options)
  }

  const journalPath = () => join(database.files ?? '', JOURNAL)

  /** A run with a failed step and warnings. All but its last record are stored. */
  async function storeMost(of: Database, runId: string, flowId: string) {
    const writer = writerOf(of)
    await writer.accept(anAccept({ runId, flowId, step: aStep({ warnings: [warning] }) }))
    const error = { code: 'TIMEOUT', message: 'No reply.' }
    const call = aStep({ seq: 2, nodeId: 2, name: 'Forecast', exit: 'failure', error, warnings: [warning, warning] })
    await writer.step({ runId, epoch: 1, step: call, nextNodeId: 4 })
    await writer.step({ runId, epoch: 1, step: aStep({ seq: 3, nodeId: 4 }), nextNodeId: 5 })
    return writer
  }

  /** The run without what differs between two runs of the same records. */
  function comparable({ id, startedAt, finishedAt, steps, ...rest }: RunDetail) {
    return { ...rest, steps: steps.map(({ startedAt: _, ...step }) => step) }
  }

  it('leaves in the tables what each record alone would have left', async () => {
    const flowId = uuidv7()
    const [gathered, alone] = [uuidv7(), uuidv7()]
    const direct = withoutJournal(database)
    const writers = [await storeMost(database, gathered, flowId), await storeMost(direct, alone, flowId)]
    const { runs, columns } = reader(database)
    expect(comparable(await runs.get(gathered))).toEqual(comparable(await runs.get(alone)))
    expect(await columns(gathered)).toEqual(await columns(alone))
    for (const [index, runId] of [gathered, alone].entries()) {
      expect(await writers[index]?.end({ runId, epoch: 1, end: failed })).toBe(true)
    }
    expect(comparable(await runs.get(gathered))).toEqual(comparable(await runs.get(alone)))
    expect(await columns(gathered)).toEqual(await columns(alone))
    expect(await runs.counts24h(now(), [flowId])).toEqual(new Map([[flowId, { total: 2, failed: 2, caught: 0 }]]))
  })

  it('is replayed after a crash, once, whatever of it was in the tables already', async () => {
    const flowId = uuidv7()
    const runId = uuidv7()
    const writer = await storeMost(database, runId, flowId)
    await writer.end({ runId, epoch: 1, end: failed })
    const open = uuidv7()
    await storeMost(database, open, flowId)
    const received = aMessage({ contact: '+15550009999', status: 'no-flow' })
    await writer.receive(received)
    const conversationOf = () =>
      database.kysely
        .selectFrom('conversation')
        .innerJoin('message', 'message.conversationId', 'conversation.id')
        .selectAll('conversation')
        .where('message.id', '=', received.id)
        .executeTakeFirstOrThrow()
    // The state that a crash leaves.
    await copyFile(journalPath(), `${journalPath()}.copy`)
    const before = [await reader(database).runs.get(runId), await reader(database).runs.get(open)]
    const talked = await conversationOf()
    expect(talked.inCount).toBe(1)
    for (let crash = 0; crash < 3; crash += 1) {
      await database.close()
      await copyFile(`${journalPath()}.copy`, journalPath())
      database = await openDatabase(place.options)
      const { runs } = reader(database)
      expect([await runs.get(runId), await runs.get(open)]).toEqual(before)
      expect(await conversationOf()).toEqual(talked)
      expect(await runs.counts24h(now(), [flowId])).toEqual(new Map([[flowId, { total: 2, failed: 1, caught: 0 }]]))
    }
  })

  it('is replayed where nothing of it was in the tables', async () => {
    const empty = await createDatabasePlace('pglite')
    const target = await openDatabase(empty.options)
    const path = join(target.files ?? '', JOURNAL)
    await target.close()
    const runId = uuidv7()
    const writer = await storeMost(database, runId, uuidv7())
    await writer.end({ runId, epoch: 1, end: failed })
    const stored = await reader(database).runs.get(runId)
    await copyFile(journalPath(), path)
    const replayed = await openDatabase(empty.options)
    expect(comparable(await reader(replayed).runs.get(runId))).toEqual(comparable(stored))
    await replayed.close()
    const left = await openJournalFile(path)
    expect(left.entries).toEqual([])
    await left.file.close()
    await empty.remove()
  })

  it('is replayed without what has been overtaken: a run that had begun and waits now goes on waiting', async () => {
    const writer = writerOf(database)
    const { runId } = await writer.accept(anAccept({ status: 'queued' }))
    const other = (await writer.accept(anAccept({ status: 'queued' }))).runId
    for (const id of [runId, other]) expect(await writer.begin({ runId: id, epoch: 1 })).toBe(true)
    const until = new Date(Date.now() + DAY_MS)
    const wait = { kind: 'action', startedAt: now().toISOString(), attempts: [], state: {} } as const
    expect(await writer.park({ runId, epoch: 1, waitingFor: 'time', until, wait, phase: 'park' })).toBe(true)
    const before = [await reader(database).columns(runId), await reader(database).columns(other)]
    expect(before).toMatchObject([{ status: 'waiting', dueAt: until }, { status: 'running' }])
    await copyFile(journalPath(), `${journalPath()}.copy`)
    await database.close()
    await copyFile(`${journalPath()}.copy`, journalPath())
    database = await openDatabase(place.options)
    expect([await reader(database).columns(runId), await reader(database).columns(other)]).toEqual(before)
  })

  it('is in every statement that begins later, also in the middle of a crowd', async () => {
    const writer = writerOf(database)
    const { runs } = reader(database)
    await Promise.all(
      Array.from({ length: 60 }, async () => {
        const { runId } = await writer.accept(anAccept())
        expect((await runs.outcome(runId)).status).toBe('running')
        await writer.step(aStepRecord(runId))
        expect((await runs.get(runId)).steps).toHaveLength(2)
        await writer.end({ runId, epoch: 1, end: anEnd() })
        expect((await runs.outcome(runId)).status).toBe('succeeded')
      }),
    )
  })

  it('starts over when it is full, and loses nothing', async () => {
    const writer = writerOf(database)
    const ids = Array.from({ length: 30 }, () => uuidv7())
    const outputs = { text: 'x'.repeat(1024 * 1024) }
    await Promise.all(
      ids.map(async (runId) => {
        await writer.accept(anAccept({ runId }))
        await writer.step(aStepRecord(runId, { step: aStep({ seq: 2, outputs }) }))
        await writer.step(aStepRecord(runId, { step: aStep({ seq: 3, outputs }), nextNodeId: null, end: anEnd() }))
      }),
    )
    await reopen()
    const { rows } = await sql<{ count: number; bytes: number }>`
      select count(*)::integer as count, sum(length(outputs::text))::integer as bytes from run_step
      where seq > 1 and run_id in (${sql.join(ids)})`.execute(database.kysely)
    expect(rows).toEqual([{ count: 60, bytes: 60 * JSON.stringify(outputs).length }])
  })

  it('is empty after a quiet second: what is deleted later does not come back', async () => {
    const writer = writerOf(database)
    const path = journalPath()
    const entries = async () => {
      const { file, entries } = await openJournalFile(path)
      await file.close()
      return entries.length
    }
    await eventually(async () => (await entries()) === 0)
    await writer.accept(anAccept())
    expect(await entries()).toBe(1)
    await eventually(async () => (await entries()) === 0)
    await writer.accept(anAccept())
    expect(await entries()).toBe(1)
  })

  it('leaves to the tables what they might refuse', async () => {
    const writer = writerOf(database)
    const contact = randomBytes(10_000).toString('base64')
    await expect(writer.accept(anAccept({ contact }))).rejects.toMatchObject({ code: 'NOT_STORABLE' })
    const { runId } = await writer.accept(anAccept())
    expect(await writer.cancel(runId)).toBe('running')
    const told: string[] = []
    writer.onCancelRequested((id) => told.push(id))
    expect(await writer.step(aStepRecord(runId))).toBe(true)
    expect(told).toEqual([runId])
    // Another epoch of a run that this process executes.
    expect(await writer.step(aStepRecord(runId, { epoch: 2, step: aStep({ seq: 3 }) }))).toBe(false)
    expect(await writer.end({ runId, epoch: 1, end: anEnd({ status: 'cancelled' }) })).toBe(true)
    expect(await writer.end({ runId, epoch: 1, end: anEnd() })).toBe(false)
  })

  it('keeps what the tables cannot take for the moment, and puts it there later', async () => {
    const { records } = database
    const { file } = await openJournalFile(join(database.files ?? '', 'another-journal'))
    let isFull = true
    const store: Store = {
      records,
      eventWants: database.eventWants,
      prepared<Row>(statement: PreparedStatement, parameters: readonly StatementParameter[]) {
        if (isFull) return Promise.reject(Object.assign(new Error('No space left on device'), { code: '53100' }))
        return database.prepared<Row>(statement, parameters)
      },
    }
    const lost: string[] = []
    const takeTurn = inTurn(() => journal.settle(store))
    const journal = createJournal({
      records,
      file,
      known: createKnownState(),
      takeTurn,
      onLost: (_, ids) => lost.push(...ids),
    })
    const runId = uuidv7()
    await journal.take([acceptRow(records, anAccept({ runId }))], uuidv7())
    await expect(takeTurn()).rejects.toThrow('No space left')
    await journal.take([changeRow(records, aStepRecord(runId))], uuidv7())
    await expect(takeTurn()).rejects.toThrow('No space left')
    isFull = false
    await takeTurn()
    expect((await reader(database).runs.get(runId)).steps).toHaveLength(2)
    expect(lost).toEqual([])
    await journal.close()
  })

  it('has a queued run begun or cancelled, never both', async () => {
    const writer = writerOf(database)
    const outcomes = await Promise.all(
      Array.from({ length: 300 }, async (_, index) => {
        const { runId } = await writer.accept(anAccept({ status: 'queued' }))
        const begin = async () => writer.begin({ runId, epoch: 1 })
        // Either one is requested first, or both with some moments in between.
        const [isBegun, cancelled] = await Promise.all(
          index % 2 === 0
            ? [begin(), ticks(index % 7).then(() => writer.cancel(runId))]
            : [ticks(index % 5).then(begin), writer.cancel(runId)],
        )
        const { status } = await reader(database).runs.outcome(runId)
        return `${isBegun} ${cancelled} ${status}`
      }),
    )
    const counts = Map.groupBy(outcomes, (outcome) => outcome)
    for (const outcome of counts.keys()) {
      expect(['true running running', 'false cancelled cancelled']).toContain(outcome)
    }
    expect(counts.size).toBe(2)
  })

  it('has one outcome where a run is cancelled while it ends', async () => {
    const writer = writerOf(database)
    const outcomes = await Promise.all(
      Array.from({ length: 300 }, async (_, index) => {
        const { runId } = await writer.accept(anAccept())
        const work = async () => {
          await ticks(index % 5)
          expect(await writer.step(aStepRecord(runId))).toBe(true)
          return writer.end({ runId, epoch: 1, end: anEnd() })
        }
        const [isEnded, cancelled] = await Promise.all([work(), ticks(index % 7).then(() => writer.cancel(runId))])
        const { status, steps } = await reader(database).runs.get(runId)
        return `${isEnded} ${cancelled} ${status} ${steps.length}`
      }),
    )
    // The owner had ended it before the answer, or its listener was called and it ended in its own way.
    for (const outcome of outcomes) {
      expect(['true running succeeded 2', 'true final succeeded 2']).toContain(outcome)
    }
  })

  it('has what is just being written in the tables, too, before another statement begins', async () => {
    const { records } = database
    let gate = Promise.resolve()
    const nothing = () => Promise.resolve()
    const file: JournalFile = {
      room: 1_000_000,
      next: 1,
      startOver() {},
      append: () => gate,
      clear: nothing,
      close: nothing,
    }
    const takeTurn = inTurn(() => journal.settle(database))
    const journal = createJournal({ records, file, known: createKnownState(), takeTurn, onLost: () => undefined })
    const runId = uuidv7()
    await journal.take([acceptRow(records, anAccept({ runId, status: 'queued' }))], uuidv7())
    const { promise: isWritten, resolve: written } = Promise.withResolvers<void>()
    gate = isWritten
    const begun = journal.take([beginRow(records, { runId, epoch: 1 })], uuidv7())
    await ticks(1)
    journal.distrust(runId)
    const cancelled = takeTurn().then(() => reader(database).runs.outcome(runId))
    written()
    expect((await begun).size).toBe(1)
    expect((await cancelled).status).toBe('running')
    // From here on the tables decide.
    expect((await journal.take([changeRow(records, aStepRecord(runId))], uuidv7())).size).toBe(0)
    await journal.close()
  })

  it('tells of what the tables do not take at all, and stores the rest', async () => {
    const { records } = database
    const { file } = await openJournalFile(join(database.files ?? '', 'another-journal'))
    const lost: string[] = []
    const takeTurn = inTurn(() => journal.settle(database))
    const journal = createJournal({
      records,
      file,
      known: createKnownState(),
      takeTurn,
      onLost: (_, ids) => lost.push(...ids),
    })
    const contact = randomBytes(10_000).toString('base64')
    const accepts = Array.from({ length: 5 }, () => anAccept())
    const rows = accepts.map((accept, index) => {
      const row = acceptRow(records, accept)
      // As if its contact were short.
      return index === 3 ? { ...row, run: acceptRow(records, { ...accept, contact }).run } : row
    })
    await journal.take(rows, uuidv7())
    await takeTurn()
    const ids = accepts.map(({ runId }) => runId)
    expect(lost).toEqual([ids[3]])
    const stored = await database.kysely.selectFrom('run').select('id').where('id', 'in', ids).orderBy('id').execute()
    expect(stored.map(({ id }) => id)).toEqual(ids.toSpliced(3, 1))
    await journal.close()
  })

  it.each([
    { format: 1, runId: '01a22592-0e5d-7001-baa9-8e7c907e93ee' },
    { format: 2, runId: '01a2264a-9e18-7000-ae89-458173f2c5b4' },
    { format: 3, runId: '01a2270f-29b7-7000-9f73-7cb2c5592794' },
    { format: 4, runId: '01a227dc-1b32-7000-a8c7-2b2c5723beeb' },
  ])('of an earlier version, with entries of format $format, is replayed', async ({ format, runId }) => {
    const path = journalPath()
    await database.close()
    const { file } = await openJournalFile(path)
    const entries = JSON.parse(await readFile(new URL(`fixtures/format-${format}.json`, import.meta.url), 'utf8'))
    for (const entry of entries) await file.append([Buffer.from(entry, 'base64')])
    await file.close()
    database = await openDatabase(place.options)
    const run = await reader(database).runs.get(runId)
    // Format 1 knew no channels: its runs were started by texts.
    const address = { channel: 'sms', value: '+15550002222' }
    expect(run).toMatchObject({ contact: '+15550001111', address, status: 'running', input: { text: 'hello' } })
    expect(run.steps.map(({ name }) => name)).toEqual(['Inbound SMS', 'Reply'])
  })

  it('that is damaged is kept beside it, with a line in the log', async () => {
    const path = journalPath()
    await database.close()
    const damaged = Buffer.from('not a journal at all, as if the disk had lost it')
    await writeFile(path, damaged)
    const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    database = await openDatabase(place.options)
    const lines = log.mock.calls.map(String)
    log.mockRestore()
    const copy = /The file is kept as (.+)\.\n/.exec(lines.join(''))?.[1] ?? ''
    expect(lines.join('')).toContain(`is damaged: ${damaged.length} bytes of it cannot be read.`)
    expect(await readFile(copy)).toEqual(damaged)
    await rm(copy)
  })

  it('keeps messages that a step has sent, also when they come to the tables only after a crash', async () => {
    const { records } = database
    const path = journalPath()
    const contact = '+15550001234'
    const accept = anAccept({ contact })
    const { runId } = accept
    const sent = aMessage({ direction: 'out', contact, runId, status: 'sent' })
    const rows = [[acceptRow(records, accept)], [changeRow(records, aStepRecord(runId, { messages: [sent] }))]]
    await database.close()
    const { file } = await openJournalFile(path)
    for (const ofEntry of rows) await file.append(writeEntry({ processId: uuidv7(), rows: ofEntry }))
    await file.close()
    database = await openDatabase(place.options)
    const stored = await database.kysely.selectFrom('message').selectAll().where('contact', '=', contact).execute()
    expect(stored).toMatchObject([{ id: sent.id, runId, status: 'sent', content: sent.content }])
  })

  it('of a later version is not taken for ours', async () => {
    const path = journalPath()
    await database.close()
    const { file } = await openJournalFile(path)
    const description = Buffer.from(JSON.stringify({ format: 6 }))
    const length = Buffer.alloc(4)
    length.writeUInt32LE(description.length)
    await file.append([length, description])
    await file.close()
    await expect(openDatabase(place.options)).rejects.toThrow('another version of Patchbay (6)')
    await writeFile(path, '')
    database = await openDatabase(place.options)
  })
})

/** Calls one after another, as turns at the database are given. */
function inTurn(work: () => Promise<void>): () => Promise<void> {
  let last = Promise.resolve()
  return () => {
    const next = last.then(work)
    last = next.catch(() => undefined)
    return next
  }
}

async function ticks(count: number): Promise<void> {
  for (let tick = 0; tick < count; tick += 1) await new Promise((resolve) => setImmediate(resolve))
}

function reader(database: Database) {
  return {
    runs: createRunRepository(database.kysely),
    async columns(runId: string) {
      const row = await database.kysely.selectFrom('run').selectAll().where('id', '=', runId).executeTakeFirstOrThrow()
      const { id, ownerId, finishedAt, ...columns } = row
      return { ...columns, isOwned: ownerId !== null, isOver: finishedAt !== null }
    },
  }
}
