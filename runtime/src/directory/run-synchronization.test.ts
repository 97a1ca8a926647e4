import type { Transaction } from 'kysely'
import { describe, expect, it } from 'vitest'
import { DirectoryError } from '../kit/directory.ts'
import { ContentionError } from '../store/repeat-contended.ts'
import type { Tables } from '../store/schema/tables.ts'
import { type RunOptions, runSynchronization, TURN_MS } from './run-synchronization.ts'
import { type ClaimedSync, neverSynchronized, type SyncRecord } from './sync-repository.ts'
import type { StorePart, SyncPage, SyncPlace, SyncProblem, SyncSubject } from './sync-subject.ts'

const MINUTE = 60_000
const account = { id: 'a1', name: 'CRM', properties: {} }
const first: ClaimedSync = {
  ...neverSynchronized,
  claimId: 'claim',
  accountId: 'a1',
  subject: 'contacts',
  isOn: true,
  dueAt: new Date(0),
}

type Answer = SyncPage['next'] | DirectoryError

interface SetUp extends Partial<SyncRecord> {
  /** The claim is lost after so many transactions. */
  readonly endsAfter?: number
  /** The first part loses so many times to a change by somebody else. */
  readonly contendedTimes?: number
  /** Each page takes so long. */
  readonly pageMs?: number
}

/** A service that answers one after the other with pages of two parts, and a store in memory. */
function setUp(
  answers: readonly Answer[],
  { endsAfter = Infinity, contendedTimes = 0, pageMs = 0, ...change }: SetUp = {},
) {
  let contended = 0
  const store = (counts: Record<string, number>, ...problems: SyncProblem[]): StorePart => {
    return async () => {
      contended += 1
      if (contended <= contendedTimes) throw new ContentionError('A contact is gone.')
      return { counts, problems }
    }
  }
  const told: unknown[] = []
  let steps = 0
  let record: ClaimedSync = { ...first, ...change }
  let time = 1_000
  let begun = 0
  const left = [...answers]
  const places: SyncPlace[] = []
  const marks: unknown[] = []
  const subject: SyncSubject = {
    subject: 'contacts',
    everyMs: 30 * MINUTE,
    isOffered: () => true,
    begin: async () => {
      begun += 1
    },
    async page(_source, place) {
      places.push(place)
      time += pageMs
      const answer = left.shift()
      if (answer === undefined) throw new Error('The service is asked too often.')
      if (answer instanceof DirectoryError) throw answer
      return { next: answer, parts: [store({ unchanged: 2 }), store({ added: 1 }, { path: '', message: 'No.' })] }
    },
  }
  const options: RunOptions = {
    repository: {
      async step(_claim, work) {
        if (steps >= endsAfter) return undefined
        steps += 1
        // Nothing here looks into the database.
        record = { ...record, ...(await work({} as Transaction<Tables>, record)) }
        return record
      },
    },
    subjects: [subject],
    sourceOf: async () => ({ account, directory: {} }),
    attention: {
      mark: async (_id, _kind, problem) => void marks.push(problem),
      wentWell: async (_id, kind) => void marks.push(kind),
    },
    now: () => new Date(time),
    onError: (error) => {
      if (!(error instanceof ContentionError)) throw error
      told.push(error)
    },
  }
  return {
    go: async () => {
      await runSynchronization(record, options, new AbortController().signal)
      return record
    },
    later(ms: number) {
      time += ms
    },
    places,
    marks,
    told,
    record: () => record,
    begun: () => begun,
    time: () => time,
  }
}

const later = (retryAfterMs?: number) => new DirectoryError('later', 'It is busy.', { retryAfterMs })
const refused = new DirectoryError('refused', 'It answered 400.')
const broken = new DirectoryError('broken', 'It is a page.')

describe('a synchronization', () => {
  it('goes from page to page, and keeps the checkpoint only at the end', async () => {
    const { go, places } = setUp([{ run: { offset: 1 } }, { run: { offset: 2 } }, { checkpoint: 'c' }])
    const done = await go()
    expect(places.map(({ run, isWhole }) => [run, isWhole])).toEqual([
      [null, true],
      [{ offset: 1 }, true],
      [{ offset: 2 }, true],
    ])
    expect(done).toMatchObject({ checkpoint: 'c', run: null, outcome: 'done', pages: 3, counts: { added: 3 } })
    expect(done.dueAt?.getTime()).toBe(1_000 + 30 * MINUTE)
    expect(done.problems).toHaveLength(3)
  })

  it('stores a page in parts, and goes on behind it only once the last one is stored', async () => {
    // The first transaction is that of the beginning.
    const { go } = setUp([{ run: { offset: 1 } }], { endsAfter: 2 })
    expect(await go()).toMatchObject({ run: null, pages: 0, counts: { unchanged: 2 }, outcome: null })
    const whole = setUp([{ run: { offset: 1 } }], { endsAfter: 3 })
    await expect(whole.go()).rejects.toThrow('asked too often')
    expect(whole.record()).toMatchObject({ run: { offset: 1 }, pages: 1, counts: { unchanged: 2, added: 1 } })
  })

  it('stores at once again what lost to a change by somebody else, without asking the service again', async () => {
    const { go, places, told } = setUp([{ checkpoint: 'c' }], { contendedTimes: 2 })
    expect(await go()).toMatchObject({ outcome: 'done', tries: 0, counts: { unchanged: 2, added: 1 } })
    expect([places.length, told.length]).toEqual([1, 0])
    const busy = setUp([{ checkpoint: 'c' }], { contendedTimes: 100 })
    expect(await busy.go()).toMatchObject({ outcome: null, tries: 1, counts: {} })
    expect(busy.told).toHaveLength(1)
    expect(busy.record().dueAt?.getTime()).toBe(busy.time() + 5_000)
  })

  it('ends its turn after a while, and is due again behind others, where it stands', async () => {
    const { go, places, time } = setUp([{ run: 1 }, { run: 2 }, { checkpoint: 'c' }], { pageMs: TURN_MS / 2 })
    const waiting = await go()
    expect(waiting).toMatchObject({ run: 2, pages: 2, outcome: null, tries: 0 })
    expect(waiting.dueAt?.getTime()).toBe(time())
    expect(await go()).toMatchObject({ outcome: 'done', pages: 3 })
    expect(places.map(({ run }) => run)).toEqual([null, 1, 2])
  })

  it('begins at the checkpoint of the last complete one, which stays where it fails', async () => {
    const {
      go,
      places,
      later: wait,
    } = setUp([{ run: { offset: 1 } }, broken, { checkpoint: 'd' }], { checkpoint: 'c' })
    expect(await go()).toMatchObject({ checkpoint: 'c', run: null, outcome: 'failed', message: 'It is a page.' })
    wait(30 * MINUTE)
    expect(await go()).toMatchObject({ checkpoint: 'd', outcome: 'done', message: '', problems: [{}] })
    expect(places.map(({ checkpoint, run }) => [checkpoint, run])).toEqual([
      ['c', null],
      ['c', { offset: 1 }],
      ['c', null],
    ])
  })

  it('asks for everybody each time where a service gives no checkpoint', async () => {
    const { go, places, later: wait } = setUp([{ checkpoint: null }, { checkpoint: null }])
    await go()
    wait(30 * MINUTE)
    expect(await go()).toMatchObject({ whole: true, outcome: 'done' })
    expect(places.map(({ isWhole }) => isWhole)).toEqual([true, true])
  })

  it('waits longer with each try, or as long as the service asks for, and goes on where it was', async () => {
    const {
      go,
      places,
      later: wait,
      time,
    } = setUp([{ run: { offset: 1 } }, later(), later(), later(90_000), { checkpoint: 'c' }])
    const pauses = []
    for (let tries = 0; tries < 3; tries += 1) {
      const { dueAt, outcome, message } = await go()
      expect([outcome, message]).toEqual([null, 'It is busy.'])
      pauses.push((dueAt?.getTime() ?? 0) - time())
      wait(pauses.at(-1) ?? 0)
    }
    expect(pauses).toEqual([5_000, 10_000, 90_000])
    expect(await go()).toMatchObject({ outcome: 'done', message: '', tries: 0, tryingSince: null })
    expect(places.slice(1).every(({ run }) => JSON.stringify(run) === '{"offset":1}')).toBe(true)
  })

  it('fails after hours of tries, or where the service asks for longer than that', async () => {
    const patient = setUp(Array.from({ length: 100 }, () => later()))
    let tries = 0
    for (let record = await patient.go(); record.outcome === null; record = await patient.go()) {
      tries += 1
      patient.later((record.dueAt?.getTime() ?? 0) - patient.time())
    }
    expect(patient.time()).toBeGreaterThan(3.5 * 60 * MINUTE)
    expect(patient.time()).toBeLessThan(4 * 60 * MINUTE + 2_000)
    expect(tries).toBeLessThan(50)
  })

  it('is not due before the pause is over that the service asks for, however long that is', async () => {
    const { go, time } = setUp([later(5 * 60 * MINUTE)])
    const failed = await go()
    expect(failed).toMatchObject({ outcome: 'failed', failures: 1 })
    expect((failed.dueAt?.getTime() ?? 0) - time()).toBe(5 * 60 * MINUTE)
    const short = setUp([new DirectoryError('refused', 'It answered 400.', { retryAfterMs: 7_000 })])
    expect((await short.go()).dueAt?.getTime()).toBe(short.time() + 30 * MINUTE)
  })

  it('begins anew once where the place that it was at is refused, and not where the beginning is', async () => {
    const again = setUp([{ run: { offset: 1 } }, refused, { run: { offset: 1 } }, refused], { checkpoint: 'c' })
    expect(await again.go()).toMatchObject({ outcome: 'failed', checkpoint: 'c', message: 'It answered 400.' })
    expect(again.places.map(({ run }) => run)).toEqual([null, { offset: 1 }, null, { offset: 1 }])
    expect(again.begun()).toBe(2)
    const beginning = setUp([refused])
    expect(await beginning.go()).toMatchObject({ outcome: 'failed' })
    expect(beginning.places).toHaveLength(1)
  })

  it('says from three failures in a row on that it fails, each time, and when it goes well again', async () => {
    const { go, marks, later: wait } = setUp([broken, broken, broken, later(), broken, { checkpoint: 'c' }])
    const told = []
    for (let times = 0; times < 6; times += 1) {
      await go()
      wait(30 * MINUTE)
      told.push(marks.length)
    }
    expect(told).toEqual([0, 0, 1, 1, 2, 3])
    const words = (times: number) => `Its contacts could not be synchronized ${times} times in a row. It is a page.`
    expect(marks).toEqual([words(3), words(4), 'contacts'])
  })

  it.each(['credentials', 'unasked'] as const)('says at once what a person has to mend: %s', async (kind) => {
    const { go, marks } = setUp([new DirectoryError(kind, 'It answered 401.')])
    expect(await go()).toMatchObject({ outcome: 'failed' })
    expect(marks).toEqual(['Its contacts could not be synchronized. It answered 401.'])
  })

  it('keeps what the pages brought that never end, and fails', async () => {
    expect(await setUp([{ fault: 'There is no end.' }]).go()).toMatchObject({
      outcome: 'failed',
      message: 'There is no end.',
      counts: { added: 1 },
      checkpoint: null,
    })
  })
})
