import { describe, expect, it } from 'vitest'
import { createRateLimiter } from './rate-limiter.ts'

describe('createRateLimiter', () => {
  it('lets a number of tries through and then names the seconds to wait', () => {
    let time = 0
    const limiter = createRateLimiter({ limit: 2, windowMs: 10_000, clock: () => time })
    limiter.count('a')
    expect(limiter.wait('a')).toBe(0)
    time = 4_000
    limiter.count('a')
    expect(limiter.wait('a')).toBe(6)
    expect(limiter.wait('b')).toBe(0)
    time = 10_000
    expect(limiter.wait('a')).toBe(0)
  })

  it('forgets a key', () => {
    const limiter = createRateLimiter({ limit: 1, windowMs: 10_000, clock: () => 0 })
    limiter.count('a')
    limiter.forget('a')
    expect(limiter.wait('a')).toBe(0)
  })

  it('does not grow without end', () => {
    const limiter = createRateLimiter({ limit: 1, windowMs: 10_000, clock: () => 0 })
    for (let key = 0; key <= 20_000; key += 1) limiter.count(String(key))
    expect(limiter.wait('0')).toBe(0)
    expect(limiter.wait('20000')).toBe(10)
  })
})
