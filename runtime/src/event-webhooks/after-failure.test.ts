import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@patchbay/shared/time'
import { describe, expect, it } from 'vitest'
import { afterFailure, type Failure } from './after-failure.ts'

const now = new Date('2026-03-01T00:00:00Z')
const failure = (change: Partial<Failure> = {}): Failure => ({
  webhookId: 'w',
  preset: 'standard',
  now,
  tries: 1,
  status: 500,
  failingSince: now,
  isWarned: false,
  ...change,
})
const pauseOf = (change: Partial<Failure>) => {
  const { dueAt } = afterFailure(failure(change))
  return dueAt === undefined ? undefined : dueAt.getTime() - now.getTime()
}
const since = (ms: number) => new Date(now.getTime() - ms)
const tries = Array.from({ length: 9 }, (_, index) => index + 1)

describe('after a failed attempt', () => {
  it('the preset gladly pauses for exactly its four times, then turns the webhook off', () => {
    const pauses = tries.slice(0, 4).map((count) => pauseOf({ preset: 'gladly', tries: count }))
    expect(pauses).toEqual([30 * SECOND_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, HOUR_MS])
    expect(afterFailure(failure({ preset: 'gladly', tries: 5 }))).toEqual({ off: 'retry-limit' })
    expect(pauseOf({ preset: 'gladly', status: 410 })).toBe(30 * SECOND_MS)
  })

  it('the standard preset goes on for a day, a fifth more or less, then gives up the event only', () => {
    const planned = [0.5, 5, 30, 60, 120, 300, 600, 600].map((minutes) => minutes * MINUTE_MS)
    for (const webhookId of ['a', 'b', 'c', 'd']) {
      const factors = planned.map((plan, index) => (pauseOf({ tries: index + 1, webhookId }) ?? 0) / plan)
      expect(factors.every((factor) => factor >= 0.8 && factor <= 1.2)).toBe(true)
      expect(new Set(factors).size).toBeGreaterThan(1)
    }
    expect(afterFailure(failure({ tries: 9 }))).toEqual({})
  })

  it('events that have failed in order are tried again in order', () => {
    const later = new Date(now.getTime() + 1)
    const [first, second] = [afterFailure(failure()), afterFailure(failure({ now: later }))]
    expect(second.dueAt?.getTime()).toBe((first.dueAt?.getTime() ?? 0) + 1)
  })

  it.each([
    [0, SECOND_MS],
    [120 * SECOND_MS, 120 * SECOND_MS],
    [30 * DAY_MS, DAY_MS],
  ])('a receiver that asks for %i ms gets %i ms', (askedMs, pauseMs) => {
    expect(pauseOf({ status: 429, askedMs })).toBe(pauseMs)
    expect(pauseOf({ status: 429, askedMs, preset: 'gladly' })).toBe(pauseMs)
  })

  it('a receiver that is gone is told nothing more', () => {
    expect(afterFailure(failure({ status: 410 }))).toEqual({ off: 'gone' })
  })

  it('days of only failures turn the standard preset off, with a warning the day before, once', () => {
    expect(afterFailure(failure({ failingSince: since(4 * DAY_MS - 1) })).warns).toBeUndefined()
    expect(afterFailure(failure({ failingSince: since(4 * DAY_MS) })).warns).toBe(true)
    expect(afterFailure(failure({ failingSince: since(4.5 * DAY_MS), isWarned: true })).warns).toBeUndefined()
    expect(afterFailure(failure({ failingSince: since(5 * DAY_MS), isWarned: true }))).toEqual({ off: 'failing' })
  })
})
