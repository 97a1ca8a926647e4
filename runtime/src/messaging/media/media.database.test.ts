import type { MessageMedia } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { DAY_MS, MINUTE_MS } from '@patchbay/shared/time'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../../test/helpers/database.ts'
import { files } from '../../../test/helpers/files.ts'
import { aMessage } from '../../../test/helpers/store-fixtures.ts'
import type { FetchedMedia } from '../../kit/media.ts'
import type { Database } from '../../store/database.ts'
import { jsonText } from '../../store/json-text.ts'
import type { MessageRecord } from '../../store/messages/message-records.ts'
import { createRunWriter } from '../../store/runs/run-writer.ts'
import { ensurePartitions, partitionOf } from '../../store/upkeep/partitions.ts'
import { runUpkeep } from '../../store/upkeep/upkeep.ts'
import { uuidv7 } from '../../store/uuid.ts'
import { createMediaFetcher, type MediaFetcher } from './fetch-job.ts'
import { createMediaRepository, type MediaRepository } from './media-repository.ts'
import { withMediaIds } from './received-files.ts'

const { signal } = new AbortController()
let database: Database
let media: MediaRepository
let fetcher: MediaFetcher
let clock: number
let answers: (FetchedMedia | Error)[]
let asked: MessageMedia[]
let jobs: { readonly id?: string | undefined; readonly afterMs: number }[]
let events: unknown[]

beforeAll(async () => {
  database = await openTestDatabase()
  media = createMediaRepository(database.kysely)
  fetcher = createFetcher()
})
afterAll(() => database.close())
beforeEach(() => {
  clock = Date.now()
  answers = []
  asked = []
  jobs = []
  events = []
})

function createFetcher(): MediaFetcher {
  return createMediaFetcher({
    media,
    queue: {
      async send(_job, payload, { startAfter } = {}) {
        // The payload is that of the only job there is.
        jobs.push({ id: (payload as { id?: string }).id, afterMs: (startAfter?.getTime() ?? clock) - clock })
      },
      wake: () => undefined,
    },
    async fetch(_accountId, file) {
      asked.push(file)
      const answer = answers.shift() ?? new AppError('TIMEOUT', 'No reply in 60 seconds')
      if (answer instanceof Error) throw answer
      return answer
    },
    onStored: async () => undefined,
    events: { publish: (event) => events.push(event) },
    now: () => new Date(clock),
    onError: () => undefined,
  })
}

function work(id?: string): Promise<void> {
  return fetcher.worker.work(id === undefined ? {} : { id }, signal)
}

/** A received message whose files are to be fetched. */
async function receive(files: readonly MessageMedia[], change: Partial<MessageRecord> = {}): Promise<MessageRecord> {
  const writer = createRunWriter(database, { now: () => new Date(), processId: uuidv7() })
  const content = withMediaIds({ text: 'Look', media: files }, new Date(clock))
  const message = aMessage({ content, at: new Date(clock), ...change })
  await writer.receive(message)
  return message
}

async function contentOf({ id }: MessageRecord): Promise<readonly MessageMedia[]> {
  const query = database.kysely.selectFrom('message').select('content').where('id', '=', id)
  return (await query.executeTakeFirstOrThrow()).content.media ?? []
}

function idOf({ content }: MessageRecord, index = 0): string {
  return content.media?.[index]?.id ?? ''
}

async function bytesOf(id: string): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for (let number = 0; ; number += 1) {
    const part = await media.part(id, number)
    if (part === undefined) return Buffer.concat(parts)
    parts.push(part)
  }
}

describe('a file of a received message', () => {
  it('is wanted from the commit of its message on, and fetched once', async () => {
    const url = 'https://carrier.example.com/1'
    const message = await receive([{ url, type: 'image/gif' }, { ref: 'file-7' }])
    expect(await media.find(idOf(message))).toMatchObject({ state: 'wanted', messageId: message.id, tries: 0 })
    answers = [{ bytes: files.png, type: 'text/html', name: 'cot.html' }]
    await work(idOf(message))
    await work(idOf(message))
    expect(asked).toEqual([{ id: idOf(message), url, type: 'image/gif' }])
    const [first, second] = await contentOf(message)
    expect(first).toEqual({ id: idOf(message), url, type: 'image/png', name: 'cot.png', bytes: files.png.length })
    expect(second).toEqual({ id: idOf(message, 1), ref: 'file-7' })
    expect((await bytesOf(idOf(message))).equals(files.png)).toBe(true)
    expect(events).toMatchObject([{ type: 'message', contact: message.contact }])
  })

  it('is tried five times with growing pauses, and then says why it is not there', async () => {
    const message = await receive([{ url: 'https://carrier.example.com/2' }])
    const id = idOf(message)
    for (let pause = 0; pause < 5; pause += 1) {
      await work(id)
      // Too early: nothing happens.
      await work(id)
      clock += jobs.at(-1)?.afterMs ?? 0
    }
    expect(asked).toHaveLength(5)
    expect(jobs).toEqual([5, 30, 120, 600].map((seconds) => ({ id, afterMs: seconds * 1_000 })))
    expect(await contentOf(message)).toMatchObject([{ problem: 'No reply in 60 seconds' }])
    expect(await media.find(id)).toMatchObject({ state: 'failed', dueAt: null })
    await work(id)
    expect(asked).toHaveLength(5)
  })

  it.each([
    [new AppError('RESPONSE_TOO_LARGE', 'The reply is larger than 16 MiB.'), 'A file may have at most 16 MiB.'],
    [new AppError('EGRESS_REFUSED', 'That address is private.'), 'That address is private.'],
  ])('is not tried again when nothing would change', async (error, problem) => {
    answers = [error]
    const message = await receive([{ url: 'https://carrier.example.com/3' }])
    await work(idOf(message))
    expect(jobs).toEqual([])
    expect(await contentOf(message)).toMatchObject([{ problem }])
  })

  it('arrives at a later attempt, whatever an earlier one has left', async () => {
    const message = await receive([{ url: 'https://carrier.example.com/4' }])
    const id = idOf(message)
    await media.putPart(id, 0, Buffer.from('half of it'))
    answers = [new AppError('HTTP_STATUS', 'It answered 404.'), { bytes: files.jpeg }]
    await work(id)
    clock += 5_000
    await work(id)
    expect(await contentOf(message)).toMatchObject([{ type: 'image/jpeg' }])
    expect((await bytesOf(id)).equals(files.jpeg)).toBe(true)
  })

  it('is found again after its job was lost, or the process that fetched it has died', async () => {
    const message = await receive([{ url: 'https://carrier.example.com/5' }])
    const id = idOf(message)
    await work()
    expect(jobs.map((job) => job.id)).not.toContain(id)
    clock += MINUTE_MS
    await work()
    expect(jobs.map((job) => job.id)).toContain(id)
    // A process takes it and dies.
    await media.claim(id, new Date(clock), new Date(clock + 3 * MINUTE_MS))
    jobs = []
    await work()
    expect(jobs.map((job) => job.id)).not.toContain(id)
    clock += 4 * MINUTE_MS
    await work()
    expect(jobs.map((job) => job.id)).toContain(id)
  })

  it('has a job as soon as its message is stored', async () => {
    fetcher.begin({ media: [{ id: 'a' }, { id: 'b' }] })
    expect(jobs).toEqual([
      { id: 'a', afterMs: 0 },
      { id: 'b', afterMs: 0 },
    ])
  })

  it('goes with what its message no longer says, and stays with what it still says', async () => {
    const message = await receive([{ url: 'https://a.example.com/1' }, { url: 'https://a.example.com/2' }])
    answers = [{ bytes: files.png }, { bytes: files.gif }]
    await work(idOf(message))
    await work(idOf(message, 1))
    const [, second] = await contentOf(message)
    const change = (content: object) =>
      database.kysely
        .updateTable('message')
        .set({ content: jsonText(content) })
        .where('id', '=', message.id)
        .execute()
    await change({ text: 'Only this', media: [second] })
    expect([await media.find(idOf(message)), (await bytesOf(idOf(message))).length]).toEqual([undefined, 0])
    expect((await bytesOf(idOf(message, 1))).equals(files.gif)).toBe(true)
    await change({})
    expect([await media.find(idOf(message, 1)), (await bytesOf(idOf(message, 1))).length]).toEqual([undefined, 0])
  })

  it('belongs to the run that its message started', async () => {
    const runId = uuidv7()
    const uploaded = uuidv7()
    await media.begin(uploaded, new Date(clock))
    await media.finish({ id: uploaded, type: 'image/png', name: null, bytes: 10 })
    const message = await receive([{ url: 'https://a.example.com/1' }, { id: uploaded, bytes: 10 }], { runId })
    const found = await media.ofRun(runId)
    expect(found.map(({ id, state, providerId }) => [id, state, providerId])).toEqual(
      [
        [idOf(message), 'wanted', message.providerId],
        [uploaded, 'stored', message.providerId],
      ].sort(),
    )
  })
})

describe('files that are too many', () => {
  it('go by age: the newest that fit stay, the others say what became of them', async () => {
    await database.kysely.updateTable('media').set({ state: 'failed' }).execute()
    const ids = [uuidv7(), uuidv7(), uuidv7()]
    for (const id of ids) {
      await media.begin(id, new Date(clock))
      await media.putPart(id, 0, Buffer.alloc(100))
      await media.finish({ id, type: 'image/png', name: null, bytes: 100 })
    }
    expect(await media.makeRoom(300, 'Too many')).toBe(0)
    expect(await media.makeRoom(250, 'Too many')).toBe(1)
    const states = await Promise.all(ids.map(async (id) => [(await media.find(id))?.state, (await bytesOf(id)).length]))
    expect(states).toEqual([
      ['dropped', 0],
      ['stored', 100],
      ['stored', 100],
    ])
    expect(await media.find(ids[0] ?? '')).toMatchObject({ problem: 'Too many' })
  })
})

describe('a past day whose files were all dropped', () => {
  it('gives its place on the disk back', async () => {
    const now = new Date()
    const yesterday = new Date(now.getTime() - DAY_MS)
    await ensurePartitions(database.kysely, yesterday)
    const [older, today] = [uuidv7(yesterday), uuidv7(now)]
    for (const id of [older, today]) {
      await media.begin(id, now)
      for (const number of [0, 1, 2, 3]) await media.putPart(id, number, Buffer.alloc(512 * 1024, number))
      await media.finish({ id, type: 'image/png', name: null, bytes: 2 * 1024 * 1024 })
    }
    const sizeOf = async (day: Date) => {
      const { rows } = await sql<{ bytes: number }>`
        select pg_total_relation_size(${partitionOf('media_part', day)}::regclass) as bytes`.execute(database.kysely)
      return rows[0]?.bytes ?? 0
    }
    expect(await sizeOf(yesterday)).toBeGreaterThan(2_000_000)
    await runUpkeep(database, { now, retentionDays: 30 })
    expect(await bytesOf(older)).toHaveLength(2 * 1024 * 1024)
    await media.makeRoom(3 * 1024 * 1024, 'Too many')
    await runUpkeep(database, { now, retentionDays: 30 })
    expect(await sizeOf(yesterday)).toBeLessThan(100_000)
    expect(await bytesOf(today)).toHaveLength(2 * 1024 * 1024)
  })
})

describe('an upload that never ended', () => {
  it('goes after its time', async () => {
    const id = uuidv7()
    await media.begin(id, new Date(clock + MINUTE_MS))
    await media.putPart(id, 0, Buffer.alloc(100))
    await work()
    expect(await media.find(id)).toMatchObject({ state: 'arriving' })
    clock += 2 * MINUTE_MS
    await work()
    expect([await media.find(id), (await bytesOf(id)).length]).toEqual([undefined, 0])
  })
})

describe('the days of retention', () => {
  it('end files with their messages, also those beside the days', async () => {
    const now = new Date()
    const old = uuidv7(new Date(now.getTime() - 40 * DAY_MS))
    const young = uuidv7(now)
    await ensurePartitions(database.kysely, new Date(now.getTime() - 35 * DAY_MS))
    const ofDay = uuidv7(new Date(now.getTime() - 34 * DAY_MS))
    for (const id of [old, ofDay, young]) {
      await media.begin(id, now)
      for (const number of [0, 1]) await media.putPart(id, number, Buffer.alloc(10))
      await media.finish({ id, type: 'image/png', name: null, bytes: 20 })
    }
    await runUpkeep(database, { now, retentionDays: 30 })
    const left = await Promise.all(
      [old, ofDay, young].map(async (id) => [(await media.find(id))?.state, (await bytesOf(id)).length]),
    )
    expect(left).toEqual([
      [undefined, 0],
      [undefined, 0],
      ['stored', 20],
    ])
  })
})
