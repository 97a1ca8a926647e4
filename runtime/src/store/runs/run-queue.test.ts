import { describe, expect, it } from 'vitest'
import type { AcceptFields, ChangeFields } from './run-columns.ts'
import { type QueuedRow, RunQueue } from './run-queue.ts'

/** The queue does not read them. */
const fields = {} as AcceptFields & ChangeFields

function row(runId: string, kind: 'accept' | 'change', bytes = 1_000): QueuedRow {
  const mark = { epoch: 1, seq: 1, endedAt: null }
  return {
    row: {
      kind,
      runId,
      run: Buffer.alloc(0),
      fields,
      steps: [],
      messages: [],
      keys: [],
      places: [],
      isIndexable: true,
      hasReceived: false,
      hasKey: false,
      isCounted: false,
      mark,
      bytes,
    },
    resolve: () => undefined,
    reject: () => undefined,
  }
}

function filled(rows: readonly QueuedRow[]): RunQueue {
  const queue = new RunQueue()
  for (const queued of rows) queue.add(queued)
  return queue
}

const ids = (batch: readonly QueuedRow[]) => batch.map(({ row: { runId } }) => runId)
const names = (prefix: string, from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `${prefix}${from + index}`)
const accepts = (count: number) => names('new', 0, count).map((id) => row(id, 'accept'))
const changes = (count: number) => names('run', 0, count).map((id) => row(id, 'change'))

describe('records that wait for a flush', () => {
  it('go with the new runs first, which leave a quarter of a group to the others, and each kind in its order', () => {
    const queue = filled([...changes(120), ...accepts(120)])
    expect(ids(queue.takeBatch())).toEqual([...names('new', 0, 96), ...names('run', 0, 32)])
    expect(ids(queue.takeBatch())).toEqual([...names('new', 96, 120), ...names('run', 32, 120)])
    expect(queue.isEmpty).toBe(true)
  })

  it('go alone while the rest has to wait', () => {
    const queue = filled([...changes(10), ...accepts(130)])
    expect(ids(queue.takeBatch(true))).toEqual(names('new', 0, 128))
    expect(ids(queue.takeBatch(true))).toEqual(names('new', 128, 130))
    expect(queue.takeBatch(true)).toEqual([])
    expect(ids(queue.takeBatch())).toEqual(names('run', 0, 10))
  })

  it('leave no place of a group empty', () => {
    const queue = filled([...accepts(200), ...changes(10)])
    expect(ids(queue.takeBatch())).toEqual([...names('new', 0, 96), ...names('run', 0, 10), ...names('new', 96, 118)])
    expect(ids(queue.takeBatch())).toEqual(names('new', 118, 200))
    expect(queue.isEmpty).toBe(true)
  })

  it('go one of a run at a time, and at most 8 MiB together', () => {
    const large = 5 * 1024 * 1024
    const queue = filled([row('a', 'change'), row('a', 'change'), row('b', 'change', large), row('c', 'change', large)])
    expect(ids(queue.takeBatch())).toEqual(['a', 'b'])
    expect(ids(queue.takeBatch())).toEqual(['a', 'c'])
    expect(queue.isEmpty).toBe(true)
  })

  it('of a run under way are not passed over twice, however large the new runs are', () => {
    const large = 3 * 1024 * 1024
    const queue = filled([row('step', 'change', large), ...names('new', 0, 6).map((id) => row(id, 'accept', large))])
    expect(ids(queue.takeBatch())).toEqual(['new0', 'new1'])
    expect(ids(queue.takeBatch())).toEqual(['step', 'new2'])
    expect(ids(queue.takeBatch())).toEqual(['new3', 'new4'])
  })
})
