import { describe, expect, it } from 'vitest'
import { createConcurrencyLimit } from './concurrency-limit.ts'

function setUp(most = 256) {
  let now = 0
  let share = 0
  const limit = createConcurrencyLimit({ most, clock: () => now, busyShare: () => share })
  /** Looks a twentieth of a second apart. */
  const after = (looks: number, busy: number, waiting: number) => {
    share = busy
    const seen = Array.from({ length: looks }, () => {
      now += 50
      return limit.slots(waiting)
    })
    return seen.at(-1)
  }
  return { limit, after }
}

describe('the number of runs at once', () => {
  it('is the most while there is time, however many wait', () => {
    const { after } = setUp()
    expect(after(20, 0.9, 0)).toBe(256)
    expect(after(20, 0.9, 5_000)).toBe(256)
  })

  it('falls to what fills a group of records when no time is left', () => {
    const { after } = setUp()
    expect(after(1, 0.99, 0)).toBe(128)
    expect(after(20, 0.99, 128)).toBe(128)
  })

  it('falls to what keeps the process busy when a crowd waits besides', () => {
    const { after } = setUp()
    expect(after(1, 0.99, 129)).toBe(48)
    expect(after(20, 0.99, 5_000)).toBe(48)
    expect(after(1, 0.99, 128)).toBe(128)
  })

  it('grows again as soon as there is time, as with runs that wait for slow services', () => {
    const { after } = setUp()
    after(20, 0.99, 5_000)
    expect(after(2, 0.7, 5_000)).toBe(48)
    expect(after(1, 0.5, 5_000)).toBe(68)
    expect(after(10, 0.5, 5_000)).toBe(256)
  })

  it('is the most again when nobody waits and there is time', () => {
    const { after } = setUp()
    after(20, 0.99, 5_000)
    expect(after(1, 0.9, 0)).toBe(256)
  })

  it('is never more than asked for', () => {
    const { after } = setUp(10)
    expect(after(20, 0.99, 5_000)).toBe(10)
    expect(after(20, 0.1, 5_000)).toBe(10)
  })
})
