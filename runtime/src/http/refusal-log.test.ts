import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createRefusalLog } from './refusal-log.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('writes one line a second with the number of refused events, and none without', () => {
  const lines: object[] = []
  const count = createRefusalLog({ warn: (line: object) => void lines.push(line) })
  for (let event = 0; event < 2_000; event += 1) count()
  vi.advanceTimersByTime(1_000)
  expect(lines).toEqual([{ refused: 2_000 }])
  vi.advanceTimersByTime(10_000)
  expect(lines).toHaveLength(1)
  count()
  vi.advanceTimersByTime(1_000)
  expect(lines).toEqual([{ refused: 2_000 }, { refused: 1 }])
})
