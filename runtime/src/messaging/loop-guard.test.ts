import { describe, expect, it } from 'vitest'
import { createLoopGuard, MAX_PAIRS, MAX_TEXTS_PER_WINDOW, WINDOW_MS } from './loop-guard.ts'

function setUp() {
  const clock = { ms: 1_000_000 }
  const guard = createLoopGuard(() => clock.ms)
  const admit = (times: number, to = 'b') =>
    Array.from({ length: times }, () => guard.admit({ channel: 'sms', value: 'a' }, to))
  return { clock, admit, guard }
}

describe('createLoopGuard', () => {
  it('lets twenty texts a minute through and no more', () => {
    const { admit } = setUp()
    expect(admit(MAX_TEXTS_PER_WINDOW).every(Boolean)).toBe(true)
    expect(admit(3)).toEqual([false, false, false])
  })

  it('slides: each text makes room a minute after it was sent', () => {
    const { admit, clock } = setUp()
    admit(10)
    clock.ms += WINDOW_MS / 2
    admit(10)
    expect(admit(1)).toEqual([false])
    clock.ms += WINDOW_MS / 2
    expect(admit(11)).toEqual([...Array(10).fill(true), false])
  })

  it('counts each pair for itself, and the same number of another channel, too', () => {
    const { admit, guard } = setUp()
    admit(MAX_TEXTS_PER_WINDOW)
    expect(admit(1, 'c')).toEqual([true])
    expect(guard.admit({ channel: 'whatsapp', value: 'a' }, 'b')).toBe(true)
  })

  it('does not count what it refused', () => {
    const { admit, clock } = setUp()
    admit(MAX_TEXTS_PER_WINDOW)
    clock.ms += WINDOW_MS - 1
    admit(50)
    clock.ms += 1
    expect(admit(1)).toEqual([true])
  })

  it('forgets pairs that are quiet, and the oldest when there are very many', () => {
    const { admit, clock, guard } = setUp()
    for (let contact = 0; contact < MAX_PAIRS + 10; contact += 1) admit(1, `${contact}`)
    expect(guard.pairs).toBe(MAX_PAIRS)
    clock.ms += WINDOW_MS
    admit(1)
    expect(guard.pairs).toBe(1)
  })
})
