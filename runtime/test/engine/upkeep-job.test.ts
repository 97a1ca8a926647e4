import { DAY_MS } from '@patchbay/shared/time'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../src/store/database.ts'
import { createRunWriter } from '../../src/store/runs/run-writer.ts'
import { dayOfPartition, dayPartitions, ensurePartitions } from '../../src/store/upkeep/partitions.ts'
import { uuidv7 } from '../../src/store/uuid.ts'
import { createUpkeepJob } from '../../src/upkeep.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { eventually } from '../helpers/eventually.ts'
import { anAccept, anEnd } from '../helpers/store-fixtures.ts'

let database: Database
const faults: unknown[] = []

beforeAll(async () => {
  database = await openTestDatabase()
})

afterAll(() => database.close())

function aProcess() {
  return createUpkeepJob({
    database,
    processId: uuidv7(),
    retentionDays: 7,
    now: () => new Date(),
    everyMs: 20,
    afterRemoval: async () => undefined,
    isQuiet: () => true,
    isLogKept: () => false,
    onFault: (error) => faults.push(error),
  })
}

describe('upkeep', () => {
  it('is done by processes that share the database without getting in each other’s way', async () => {
    const old = new Date(Date.now() - 10 * DAY_MS)
    await ensurePartitions(database.kysely, old)
    const writer = createRunWriter(database, { now: () => new Date(), processId: uuidv7() })
    const record = anAccept({ runId: uuidv7(old), nextNodeId: null, final: anEnd() })
    await writer.accept(record)
    const jobs = [aProcess(), aProcess(), aProcess()]
    for (const job of jobs) job.start()
    await eventually(async () => !(await dayPartitions(database.kysely)).includes(dayOfPartition(old)))
    const leases = () => database.kysely.selectFrom('lease').selectAll().execute()
    await eventually(async () => (await leases()).length === 0)
    await Promise.all(jobs.map((job) => job.stop()))
    expect(await database.kysely.selectFrom('run').select('id').execute()).toEqual([])
    expect(await database.kysely.selectFrom('runStep').select('runId').execute()).toEqual([])
    expect(faults).toEqual([])
  })
})
