import { expect, test } from 'vitest'
import { run, step } from './test-runs.ts'
import { timeAxis } from './time-axis.ts'

const start = '2026-11-20T17:04:11.000Z'
const after = (ms: number) => new Date(Date.parse(start) + ms).toISOString()

test('steps share one axis from the start of the run to the end of its last step', () => {
  const steps = [
    step({ startedAt: start, durationMs: 100 }),
    step({ startedAt: after(100), durationMs: 800 }),
    step({ startedAt: after(900), durationMs: 100 }),
  ]
  expect(timeAxis(run({ startedAt: start, steps }), 0)).toEqual([
    { left: 0, width: 10 },
    { left: 10, width: 80 },
    { left: 90, width: 10 },
  ])
})

test('a step of no length stays visible inside the axis', () => {
  const steps = [step({ startedAt: start, durationMs: 1000 }), step({ startedAt: after(1000), durationMs: 0 })]
  const bar = timeAxis(run({ startedAt: start, steps }), 0)[1]
  expect(bar?.width).toBeGreaterThan(0)
  expect((bar?.left ?? 0) + (bar?.width ?? 0)).toBeLessThanOrEqual(100)
})

test('the axis of an open run goes on until now', () => {
  const steps = [step({ startedAt: start, durationMs: 500 })]
  const open = run({ startedAt: start, finishedAt: null, steps })
  expect(timeAxis(open, Date.parse(after(1000)))).toEqual([{ left: 0, width: 50 }])
})

test('a run without steps has no bars', () => {
  expect(timeAxis(run(), 0)).toEqual([])
})
