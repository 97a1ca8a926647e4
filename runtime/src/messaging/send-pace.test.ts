import { describe, expect, it } from 'vitest'
import { createSendPace } from './send-pace.ts'

function setUp() {
  let now = 1_000
  const pace = createSendPace(() => now)
  return {
    waits: (count: number, account = 'a', perSecond = 2) =>
      Array.from({ length: count }, (_, index) => pace.waitMs(account, `key-${index}`, perSecond)),
    pace,
    pass(ms: number) {
      now += ms
    },
  }
}

describe('the pace of an account', () => {
  it('lets messages through one after another, as many a second as the account says', () => {
    expect(setUp().waits(4)).toEqual([0, 500, 1_000, 1_500])
  })

  it('keeps the time of a message that waits, however often it asks, and takes no other for it', () => {
    const { pace, waits, pass } = setUp()
    waits(3)
    pass(400)
    expect(waits(3)).toEqual([1_100, 100, 600])
    pass(200)
    expect(pace.waitMs('a', 'key-1', 2)).toBe(0)
  })

  it('is of one account, and starts anew after a pause', () => {
    const { waits, pass } = setUp()
    waits(3)
    expect(waits(2, 'b')).toEqual([0, 500])
    pass(60_000)
    expect(waits(1, 'b')).toEqual([0])
  })
})
