import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { databaseKind, openTestDatabase } from '../../../test/helpers/database.ts'
import { anAccept, anEnd, aStep, aStepRecord } from '../../../test/helpers/store-fixtures.ts'
import type { Database } from '../database.ts'
import { createProcessRepository, type ProcessRepository } from '../repositories/process-repository.ts'
import { uuidv7 } from '../uuid.ts'
import { createRunRepository, type RunRepository } from './run-repository.ts'
import { createRunWriter } from './run-writer.ts'
import type { RunWriter } from './writer-port.ts'

let database: Database
let runs: RunRepository
let processes: ProcessRepository
let writer: RunWriter

beforeAll(async () => {
  database = await openTestDatabase()
  runs = createRunRepository(database.kysely)
  processes = createProcessRepository(database.kysely)
  writer = createRunWriter(database, { now: () => new Date(), processId: uuidv7() })
})

beforeEach(async () => {
  await database.kysely.deleteFrom('run').execute()
})

afterAll(async () => {
  await writer.close()
  await database.close()
})

describe('taking over', () => {
  async function ownedBy(ownerId: string): Promise<string> {
    const owner = createRunWriter(database, { now: () => new Date(), processId: ownerId })
    const { runId } = await owner.accept(anAccept())
    await owner.step(aStepRecord(runId))
    return runId
  }

  async function takeAll(taker: string): Promise<string[]> {
    const taken: string[] = []
    for (;;) {
      const batch = await writer.takeOver(taker, { limit: 3 })
      if (batch.length === 0) return taken
      taken.push(...batch.map(({ id }) => id))
    }
  }

  it('answers what is needed to go on, and shuts the old owner out', async () => {
    const record = anAccept({ contact: null, input: { text: 'go on' } })
    await writer.accept(record)
    const step = aStepRecord(record.runId, { nextNodeId: 9 })
    await writer.step(step)
    const taker = uuidv7()
    const [run, ...others] = await writer.takeOver(taker)
    expect(others).toEqual([])
    expect(run).toMatchObject({ id: record.runId, epoch: 2, nextNodeId: 9, input: record.input, contact: null })
    expect(run?.trigger).toEqual({ nodeId: 1, type: 'inbound-sms' })
    expect(run?.steps).toEqual([record.step, step.step])

    const late = aStepRecord(record.runId, { step: aStep({ seq: 3, name: 'late' }) })
    expect(await writer.step(late)).toBe(false)
    expect(await writer.end({ runId: record.runId, epoch: 1, end: anEnd() })).toBe(false)
    expect(await writer.step({ ...late, epoch: 2, step: aStep({ seq: 3, name: 'in time' }) })).toBe(true)
    const { steps } = await runs.get(record.runId)
    expect(steps.map(({ name }) => name)).toEqual(['Inbound SMS', 'Reply', 'in time'])
  })

  it('goes in batches, oldest first, and leaves ended runs alone', async () => {
    const ids: string[] = []
    const owner = uuidv7()
    for (let count = 0; count < 8; count += 1) ids.push(await ownedBy(owner))
    await writer.end({ runId: ids[2] ?? '', epoch: 1, end: anEnd() })
    const taker = uuidv7()
    expect(await takeAll(taker)).toEqual(ids.filter((_, index) => index !== 2))
    expect(await takeAll(taker)).toEqual([])
  })

  it.runIf(databaseKind === 'postgres')('gives each run to one of two who ask together', async () => {
    const ids = await Promise.all(Array.from({ length: 10 }, () => ownedBy(uuidv7())))
    const takers = [uuidv7(), uuidv7()]
    for (const id of takers) await processes.register({ id, host: 'test', pid: 1, version: '0' })
    const taken = await Promise.all(takers.map((taker) => writer.takeOver(taker)))
    expect(
      taken
        .flat()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(ids.sort())
    for (const id of takers) await processes.remove(id)
  })

  it.runIf(databaseKind === 'pglite')("takes all others' runs where only one process can be alive", async () => {
    const other = uuidv7()
    await processes.register({ id: other, host: 'test', pid: 1, version: '0' })
    const runId = await ownedBy(other)
    expect(await takeAll(uuidv7())).toEqual([runId])
  })

  it.runIf(databaseKind === 'postgres')('leaves the runs of a living process with it', async () => {
    const living = uuidv7()
    await processes.register({ id: living, host: 'test', pid: 1, version: '0' })
    const runId = await ownedBy(living)
    expect(await takeAll(uuidv7())).toEqual([])
    await processes.remove(living)
    expect(await takeAll(uuidv7())).toEqual([runId])
  })
})
