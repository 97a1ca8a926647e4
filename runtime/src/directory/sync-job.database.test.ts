import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { openTestDatabase } from '../../test/helpers/database.ts'
import { eventually } from '../../test/helpers/eventually.ts'
import type { Database } from '../store/database.ts'
import { uuidv7 } from '../store/uuid.ts'
import { TURN_MS } from './run-synchronization.ts'
import { createSyncJob, type SyncJob } from './sync-job.ts'
import { createSyncRepository, type SyncRepository } from './sync-repository.ts'
import type { SyncSubject } from './sync-subject.ts'

const NEVER_MS = 600_000
let database: Database
let repository: SyncRepository
let job: SyncJob
let time = Date.UTC(2026, 0, 1)

beforeAll(async () => {
  database = await openTestDatabase()
  repository = createSyncRepository(database.kysely)
})
afterEach(() => job.stop())
afterAll(() => database.close())

const oneLastPage: SyncSubject['page'] = async () => ({
  next: { checkpoint: 'c' },
  parts: [async () => ({ counts: {}, problems: [] })],
})

/** Only what the job sees to itself brings anything on: it looks by the clock just once. */
function startJob(page: SyncSubject['page'], claim = repository.claim): void {
  job = createSyncJob({
    repository: { ...repository, claim },
    subjects: [{ subject: 'contacts', everyMs: NEVER_MS, isOffered: () => true, page }],
    sourceOf: async (id) => ({ account: { id, name: 'CRM', properties: {} }, directory: {} }),
    attention: { mark: async () => {}, wentWell: async () => {} },
    now: () => new Date(time),
    onError: (error) => {
      throw error
    },
    isAlone: true,
    everyMs: NEVER_MS,
  })
  job.start()
}

/** An account whose contacts are due, behind those that were added before. */
async function add(): Promise<string> {
  const accountId = uuidv7()
  time += 1
  await sql`insert into account (id, type, name, properties, secrets, created_at, modified_at, modified_by)
    values (${accountId}, 'bridge:crm', 'CRM', '{}', '{}', now(), now(), 'user:me')`.execute(database.kysely)
  await repository.put({ accountId, subject: 'contacts' }, { isOn: true, dueAt: new Date(time) })
  return accountId
}

async function stateOf(accountId: string) {
  const [record] = await repository.list(accountId)
  return record ?? expect.unreachable('There is no such synchronization.')
}

it('those whose pages never end give their places back, and go on where they stood', async () => {
  const endless = await Promise.all([add(), add(), add(), add()])
  const asked = new Map<string, unknown[]>(endless.map((id) => [id, []]))
  const [healthy, other] = [await add(), await add()]
  startJob(async (source, place, call) => {
    // Every page takes a whole turn.
    time += TURN_MS
    const pages = asked.get(source.account.id)
    if (pages === undefined) return oneLastPage(source, place, call)
    pages.push(place.run)
    return { next: { run: pages.length }, parts: [async () => ({ counts: {}, problems: [] })] }
  })
  await eventually(async () => (await stateOf(healthy)).outcome === 'done' && (await stateOf(other)).outcome === 'done')
  await eventually(() => endless.every((id) => (asked.get(id)?.length ?? 0) >= 3))
  await job.stop()
  for (const id of endless) {
    const pages = asked.get(id) ?? []
    expect(pages).toEqual([null, ...Array.from({ length: pages.length - 1 }, (_, at) => at + 1)])
    expect(await stateOf(id)).toMatchObject({ run: pages.length, pages: pages.length, outcome: null })
  }
})

it('one that becomes due while the job looks for others is seen at once', async () => {
  await sql`delete from account`.execute(database.kysely)
  const [looked, late] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  startJob(oneLastPage, async (now, leaseMs) => {
    const claimed = await repository.claim(now, leaseMs)
    looked.resolve()
    await late.promise
    return claimed
  })
  await looked.promise
  const accountId = await add()
  job.wake()
  late.resolve()
  await eventually(async () => (await stateOf(accountId)).outcome === 'done')
})
