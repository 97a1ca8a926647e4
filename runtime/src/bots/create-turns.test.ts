import { describe, expect, it } from 'vitest'
import { createTurns } from './create-turns.ts'

describe('turns of a conversation', () => {
  it('come one after the other, in their order, and those of others in between', async () => {
    const inTurn = createTurns()
    const { signal } = new AbortController()
    const log: string[] = []
    const ends: (() => void)[] = []
    const call = (name: string) => () => {
      log.push(name)
      return new Promise<void>((resolve) => ends.push(resolve))
    }
    const first = inTurn('a', signal, call('a1'))
    const second = inTurn('a', signal, call('a2'))
    const other = inTurn('b', signal, call('b1'))
    await expect.poll(() => log).toEqual(['a1', 'b1'])
    ends[0]?.()
    await first
    await expect.poll(() => log).toEqual(['a1', 'b1', 'a2'])
    for (const end of ends) end()
    await Promise.all([second, other])
  })

  it('go on after one that failed, and without one that was given up while it waited', async () => {
    const inTurn = createTurns()
    const { signal } = new AbortController()
    const cancelled = new AbortController()
    let fail = () => {}
    const first = inTurn('a', signal, () => new Promise((_, reject) => (fail = () => reject(new Error('no')))))
    const second = inTurn('a', cancelled.signal, async () => 'said')
    const third = inTurn('a', signal, async () => 'third')
    cancelled.abort(new Error('cancelled'))
    await expect(second).rejects.toThrow('cancelled')
    fail()
    await expect(first).rejects.toThrow('no')
    expect(await third).toBe('third')
  })
})
