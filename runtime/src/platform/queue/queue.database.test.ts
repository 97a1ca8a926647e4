import { Type } from 'typebox'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createDatabasePlace, type DatabasePlace, databaseKind } from '../../../test/helpers/database.ts'
import { eventually } from '../../../test/helpers/eventually.ts'
import { type Database, openDatabase } from '../../store/database.ts'
import { defineJob, defineWorker } from './job.ts'
import { createQueue, type Queue } from './queue.ts'

const greet = defineJob({ name: 'greet', payload: Type.Object({ name: Type.String() }), retryLimit: 2 })

describe(`the queue on ${databaseKind}`, () => {
  let place: DatabasePlace
  let database: Database
  let queue: Queue
  const faults: unknown[] = []

  beforeAll(async () => {
    place = await createDatabasePlace()
    database = await openDatabase(place.options)
  })

  beforeEach(() => {
    faults.length = 0
    queue = newQueue()
  })

  afterEach(() => queue.stop(1_000))

  afterAll(async () => {
    await database.close()
    await place.remove()
  })

  function newQueue(): Queue {
    const url = 'databaseUrl' in place.options ? { databaseUrl: place.options.databaseUrl } : {}
    return createQueue({ database, ...url, onError: (error) => faults.push(error) })
  }

  async function startWith(work: (name: string) => Promise<void>): Promise<void> {
    await queue.start([defineWorker(greet, {}, ({ name }) => work(name))])
  }

  it('does a job that was sent in a transaction once it has committed', async () => {
    const done: string[] = []
    await startWith(async (name) => void done.push(name))
    await database.kysely.transaction().execute((transaction) => queue.send(greet, { name: 'Ada' }, { transaction }))
    queue.wake(greet)
    await eventually(() => done.length === 1)
    expect(done).toEqual(['Ada'])
    expect(faults).toEqual([])
  })

  it('forgets a job whose transaction was rolled back', async () => {
    const done: string[] = []
    await startWith(async (name) => void done.push(name))
    const rolledBack = database.kysely.transaction().execute(async (transaction) => {
      await queue.send(greet, { name: 'Ada' }, { transaction })
      throw new Error('no')
    })
    await expect(rolledBack).rejects.toThrow('no')
    await queue.send(greet, { name: 'Grace' })
    queue.wake(greet)
    await eventually(() => done.length > 0)
    expect(done).toEqual(['Grace'])
  })

  it('keeps one waiting job per key, and any number without', async () => {
    const done: string[] = []
    await startWith(async (name) => void done.push(name))
    // Later than the last of these calls: the first job must still wait when the second comes.
    const startAfter = new Date(Date.now() + 1_500)
    await queue.send(greet, { name: 'first' }, { singletonKey: 'a', startAfter })
    await queue.send(greet, { name: 'second' }, { singletonKey: 'a', startAfter })
    await queue.send(greet, { name: 'third' }, { startAfter })
    await queue.send(greet, { name: 'fourth' }, { startAfter })
    await eventually(() => done.length === 3)
    expect(done.toSorted()).toEqual(['first', 'fourth', 'third'])
  })

  it('waits for the job under way when it stops, and starts again on the same tables', async () => {
    const work = Promise.withResolvers<void>()
    let begun = false
    let finished = false
    await startWith(async () => {
      begun = true
      await work.promise
      finished = true
    })
    await queue.send(greet, { name: 'Ada' })
    queue.wake(greet)
    await eventually(() => begun)
    const stopped = queue.stop(60_000)
    work.resolve()
    await stopped
    expect(finished).toBe(true)
    queue = newQueue()
    await startWith(() => Promise.resolve())
    expect(faults).toEqual([])
  })
})
