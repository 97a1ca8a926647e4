import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../../test/helpers/database.ts'
import { anAccept, anEnd } from '../../../test/helpers/store-fixtures.ts'
import type { Database } from '../database.ts'
import { createRunWriter } from '../runs/run-writer.ts'
import { timeOfId, uuidv7 } from '../uuid.ts'
import { readStoreFigures } from './store-figures.ts'

let database: Database

beforeAll(async () => {
  database = await openTestDatabase()
})

afterAll(() => database.close())

describe('figures of the database', () => {
  it('are zero without runs', async () => {
    expect(await readStoreFigures(database)).toEqual({
      open: { queued: 0, running: 0, waiting: 0 },
      oldestQueued: null,
    })
  })

  it('tell open runs of all processes and the age of the queue', async () => {
    const now = Date.now()
    const ago = (ms: number) => uuidv7(new Date(now - ms))
    const writers = [uuidv7(), uuidv7()].map((processId) =>
      createRunWriter(database, { now: () => new Date(), processId }),
    )
    const oldest = ago(90_000)
    for (const [index, runId] of [oldest, ago(60_000), ago(1_000)].entries()) {
      await writers[index % 2]?.accept(anAccept({ runId, status: 'queued' }))
    }
    await writers[0]?.accept(anAccept({ runId: ago(100_000) }))
    const ended = anAccept({ runId: ago(200_000), status: 'queued' })
    await writers[1]?.accept(ended)
    await writers[1]?.end({ runId: ended.runId, epoch: 1, end: anEnd() })
    const { open, oldestQueued } = await readStoreFigures(database)
    expect(open).toEqual({ queued: 3, running: 1, waiting: 0 })
    expect(oldestQueued).toEqual(timeOfId(oldest))
  })
})
