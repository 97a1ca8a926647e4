import { expect, it } from 'vitest'
import { ApiProblem } from '../api/problem.ts'
import { isBusy, pauseMs } from './synchronization-pause.ts'

const problem = (status: number) =>
  new ApiProblem({ type: 'about:blank', title: 'No', status, detail: 'No.', code: 'NO', errors: [] })
const at = (ms: number) => new Date(Date.now() + ms).toISOString()
const calm = { subject: 'contacts', isOn: true, state: 'waiting', dueAt: at(60_000) } as const
const rest = {
  startedAt: null,
  endedAt: null,
  outcome: null,
  message: '',
  isWhole: false,
  pages: 0,
  counts: {},
  problems: [],
}
const waiting = { ...calm, ...rest }
const busy = { ...waiting, state: 'under_way', dueAt: at(-1_000) } as const

it('asks each second while a call is under way, now and then while one is to come, and not at all otherwise', () => {
  expect(isBusy(busy)).toBe(true)
  expect(pauseMs({ data: [waiting, busy], error: null })).toBe(1_000)
  expect(pauseMs({ data: [waiting], error: null })).toBe(15_000)
  expect(pauseMs({ data: [{ ...waiting, isOn: false, state: 'off', dueAt: null }], error: null })).toBe(false)
  expect(pauseMs({ data: undefined, error: null })).toBe(false)
})

it('asks calmly while it gets no answer, whatever it knew before', () => {
  expect(pauseMs({ data: [busy], error: problem(503) })).toBe(15_000)
  expect(pauseMs({ data: undefined, error: new TypeError('Failed to fetch') })).toBe(15_000)
})

it('asks no more for an account that is gone', () => {
  expect(pauseMs({ data: [busy], error: problem(404) })).toBe(false)
})
