import type { AccountEvent } from '@patchbay/shared/api'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../test/helpers/database.ts'
import type { Database } from '../store/database.ts'
import {
  type CallbackLogRepository,
  createCallbackLogRepository,
} from '../store/repositories/callback-log-repository.ts'
import { uuidv7 } from '../store/uuid.ts'
import { type CallbackLog, createCallbackLog } from './callback-log.ts'

let database: Database
let logs: CallbackLogRepository
let accountId: string
/** Two processes on one database. */
let here: CallbackLog
let there: CallbackLog

beforeAll(async () => {
  database = await openTestDatabase()
  logs = createCallbackLogRepository(database.kysely)
})
afterAll(() => database.close())

beforeEach(async () => {
  accountId = uuidv7()
  const [at, by] = [new Date(), 'Ada']
  await database.kysely
    .insertInto('account')
    .values({
      ...{ id: accountId, type: 'telegram', name: 'Bot', identity: null, properties: '{}', secrets: '{}' },
      ...{ createdAt: at, modifiedAt: at, modifiedBy: by },
    })
    .execute()
  here = createCallbackLog({ logs, onError: fail })
  there = createCallbackLog({ logs, onError: fail })
})

function fail(error: unknown): void {
  throw error
}

const event = (text: string, verdict: AccountEvent['verdict'] = 'accepted') => {
  return { at: new Date().toISOString(), verdict, text, runId: null }
}
const textsOf = async (log: CallbackLog) => (await log.of(accountId)).items.map(({ text }) => text)

describe('what the service of an account has sent', () => {
  it('is shown by every process, newest first, whichever of them was called', async () => {
    here.add(accountId, event('first'))
    expect(await textsOf(here)).toEqual(['first'])
    there.add(accountId, event('second', 'ignored'))
    await Promise.all([here.stop(), there.stop()])
    expect(await textsOf(here)).toEqual(['second', 'first'])
    expect(await textsOf(there)).toEqual(['second', 'first'])
    expect((await here.of(accountId)).counts).toEqual({ accepted: 1, ignored: 1, refused: 0 })
  })

  it('loses nothing when two processes store at the same time', async () => {
    for (let count = 0; count < 10; count += 1) {
      here.add(accountId, event(`here ${count}`))
      there.add(accountId, event(`there ${count}`))
      await Promise.all([here.stop(), there.stop()])
    }
    expect((await here.of(accountId)).counts.accepted).toBe(20)
    expect(await textsOf(there)).toHaveLength(20)
  })

  it('keeps fifty events of its own beside as many refused ones, and costs one write for thousands', async () => {
    let writes = 0
    const add: CallbackLogRepository['add'] = (...given) => {
      writes += 1
      return logs.add(...given)
    }
    const counted = { ...logs, add }
    const log = createCallbackLog({ logs: counted, onError: fail })
    for (let count = 0; count < 60; count += 1) log.add(accountId, event(`message ${count}`))
    for (let count = 0; count < 2_000; count += 1) log.add(accountId, event('The signature is wrong.', 'refused'))
    const { counts, items } = await log.of(accountId)
    expect(counts).toEqual({ accepted: 60, ignored: 0, refused: 2_000 })
    expect(items).toHaveLength(100)
    expect(items.at(-1)?.text).toBe('message 10')
    expect(writes).toBe(1)
  })

  it('goes with its account', async () => {
    here.add(accountId, event('first'))
    await here.stop()
    await database.kysely.deleteFrom('account').where('id', '=', accountId).execute()
    here.add(accountId, event('late'))
    expect(await here.of(accountId)).toEqual({ counts: { accepted: 0, ignored: 0, refused: 0 }, items: [] })
  })
})
