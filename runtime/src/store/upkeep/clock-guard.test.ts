import { DAY_MS, HOUR_MS } from '@patchbay/shared/time'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../../test/helpers/database.ts'
import { anAccept } from '../../../test/helpers/store-fixtures.ts'
import type { Database } from '../database.ts'
import { createSettingRepository, type SettingRepository } from '../repositories/setting-repository.ts'
import { createRunWriter } from '../runs/run-writer.ts'
import { uuidv7 } from '../uuid.ts'
import { checkClock } from './clock-guard.ts'
import { runUpkeep } from './upkeep.ts'

let database: Database
let settings: SettingRepository
const start = Date.now()

beforeAll(async () => {
  database = await openTestDatabase()
  settings = createSettingRepository(database.kysely)
})

beforeEach(() => settings.remove('upkeep.clock'))

afterAll(() => database.close())

const at = (ms: number) => checkClock(settings, new Date(start + ms))

describe('the clock of the upkeep', () => {
  it('is trusted at first, and as long as it goes on', async () => {
    for (let hour = 0; hour < 100; hour += 10) expect(await at(hour * HOUR_MS)).toEqual({ isTrusted: true })
  })

  it('is in doubt for a day when it is far ahead, which is told once', async () => {
    await at(0)
    const jump = 40 * DAY_MS
    expect(await at(jump)).toEqual({ isTrusted: false, lastSeen: new Date(start) })
    expect(await at(jump + 10 * HOUR_MS)).toEqual({ isTrusted: false })
    expect(await at(jump + 23 * HOUR_MS)).toEqual({ isTrusted: false })
    expect(await at(jump + 24 * HOUR_MS)).toEqual({ isTrusted: true })
  })

  it('is trusted once it was corrected', async () => {
    await at(0)
    await at(40 * DAY_MS)
    expect(await at(HOUR_MS)).toEqual({ isTrusted: true })
    expect(await at(2 * HOUR_MS)).toEqual({ isTrusted: true })
  })

  it('keeps the history when it jumps past all retention', async () => {
    const runId = uuidv7(new Date(start))
    await createRunWriter(database, { now: () => new Date(start), processId: uuidv7() }).accept(anAccept({ runId }))
    const doubts: Date[] = []
    const upkeep = (ms: number) =>
      runUpkeep(database, {
        now: new Date(start + ms),
        retentionDays: 30,
        onDoubt: (lastSeen) => void doubts.push(lastSeen),
      })
    await upkeep(0)
    await upkeep(40 * DAY_MS)
    await upkeep(40 * DAY_MS + HOUR_MS)
    expect(doubts).toEqual([new Date(start)])
    expect(await database.kysely.selectFrom('run').select('id').where('id', '=', runId).execute()).toHaveLength(1)
  })
})
