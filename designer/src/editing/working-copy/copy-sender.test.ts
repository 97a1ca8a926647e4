import type { KeepWorkingCopy } from '@patchbay/shared/api'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ApiProblem } from '../../api/problem.ts'
import { createCopySender } from './copy-sender.ts'
import { draft } from './test-rig.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function setUp(sent = 0) {
  const state = { wanted: null as KeepWorkingCopy | null, calls: [] as string[], failure: null as Error | null, sent }
  const answer = async (call: string) => {
    state.calls.push(call)
    if (state.failure) throw state.failure
  }
  const sender = createCopySender({
    server: {
      keep: ({ edit }, isLast) => answer(`keep ${edit}${isLast ? ' last' : ''}`),
      remove: (isLast) => answer(`remove${isLast ? ' last' : ''}`),
    },
    sent,
    wanted: () => state.wanted,
    onSent: (edit) => {
      state.sent = edit
    },
  })
  const edit = (number: number | null) => {
    state.wanted = number === null ? null : { revision: 1, edit: number, document: draft }
    sender.changed()
  }
  return { state, sender, edit }
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

test('the first change goes out at once, those that follow closely go together', async () => {
  const { state, edit } = setUp()
  edit(1)
  edit(2)
  await pass(100)
  edit(3)
  expect(state.calls).toEqual(['keep 1'])
  await pass(1_000)
  expect(state.calls).toEqual(['keep 1', 'keep 3'])
  expect(state.sent).toBe(3)
  await pass(10_000)
  expect(state.calls).toHaveLength(2)
})

test('leaving sends what is not there yet, without waiting', async () => {
  const { state, sender, edit } = setUp()
  edit(1)
  await pass(10)
  edit(2)
  sender.leave()
  expect(state.calls).toEqual(['keep 1', 'keep 2 last'])
  await pass(10_000)
  sender.leave()
  expect(state.calls).toHaveLength(2)
})

test('nothing unsaved leaves nothing on the server, and asks for nothing where there is nothing', async () => {
  const { state, edit } = setUp(7)
  edit(null)
  await pass(10_000)
  edit(null)
  await pass(10_000)
  expect(state.calls).toEqual(['remove'])
})

test('what the server refuses is not sent again before the next change', async () => {
  const { state, edit } = setUp()
  state.failure = new ApiProblem({ type: '', title: '', status: 422, code: 'INVALID_DOCUMENT', detail: '', errors: [] })
  edit(1)
  await pass(60_000)
  expect(state.calls).toEqual(['keep 1'])
  state.failure = null
  edit(2)
  await pass(10)
  expect(state.sent).toBe(2)
})

test('a server that is down is asked again until it has the last change', async () => {
  const { state, edit } = setUp()
  state.failure = new Error('offline')
  edit(1)
  await pass(6_000)
  expect(state.calls.length).toBeGreaterThan(1)
  edit(2)
  state.failure = null
  await pass(6_000)
  expect(state.calls.at(-1)).toBe('keep 2')
  expect(state.sent).toBe(2)
})
