import { expect, test } from 'vitest'
import { BEGIN_MARK, END_MARK, summarize, workPerFrame } from './frames.ts'
import type { TraceEvent } from './trace.ts'

const event = (name: string, at: number, more: Partial<TraceEvent> = {}): TraceEvent => ({
  name,
  phase: 'X',
  processId: 1,
  threadId: 1,
  at,
  duration: 0,
  cpuDuration: 0,
  ...more,
})
const task = (at: number, ms: number, more: Partial<TraceEvent> = {}) =>
  event('RunTask', at, { cpuDuration: ms * 1000, ...more })

test('the work of a frame is that of all tasks of the page since the frame before', () => {
  const work = workPerFrame([
    task(5, 50),
    event(BEGIN_MARK, 10),
    task(20, 3),
    task(30, 4, { threadId: 2 }),
    event('Commit', 40),
    task(50, 1),
    task(60, 6),
    event('Commit', 65),
    event(END_MARK, 100),
    task(110, 50),
    event('Commit', 120),
  ])
  expect(work).toEqual([3, 7])
})

test('frames in which there was nothing to do are left out', () => {
  const work = workPerFrame([
    event(BEGIN_MARK, 0),
    task(1, 0.1),
    event('Commit', 2),
    task(3, 9),
    event('Commit', 4),
    event(END_MARK, 9),
  ])
  expect(work).toEqual([9])
})

test('a trace without marks measures nothing', () => {
  expect(() => workPerFrame([task(1, 5), event('Commit', 2)])).toThrow('marks')
})

test('95 of 100 frames take no longer than p95', () => {
  const work = Array.from({ length: 100 }, (_, index) => index + 1)
  expect(summarize(work)).toEqual({ frames: 100, p50: 50, p95: 95, max: 100 })
})
