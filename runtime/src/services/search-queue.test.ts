import { describe, expect, it } from 'vitest'
import { createSearchQueue } from './search-queue.ts'

describe('the queue of searches', () => {
  it('has one search under way, in the order of asking, also after one that failed', async () => {
    const queue = createSearchQueue()
    const begun: string[] = []
    const ends: (() => void)[] = []
    const search = (name: string) => () => {
      begun.push(name)
      return new Promise<string>((resolve, reject) => {
        ends.push(() => (name === 'b' ? reject(new Error('Away.')) : resolve(name)))
      })
    }
    const asked = ['a', 'b', 'c'].map((name) => queue(`user:${name}`, search(name)))
    const outcomes = Promise.allSettled(asked)
    for (const [index, name] of ['a', 'b', 'c'].entries()) {
      await expect.poll(() => begun.at(-1)).toBe(name)
      expect(begun).toHaveLength(index + 1)
      ends[index]?.()
    }
    expect((await outcomes).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  })

  it('takes five of one caller, and more once one has ended', async () => {
    const queue = createSearchQueue()
    let end = (): void => {}
    const first = queue('user:a', () => new Promise<void>((resolve) => (end = resolve)))
    const waiting = Array.from({ length: 4 }, () => queue('user:a', async () => undefined))
    await expect(queue('user:a', async () => undefined)).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' })
    const other = queue('user:b', async () => 'found')
    end()
    await Promise.all([first, ...waiting])
    expect(await other).toBe('found')
    expect(await queue('user:a', async () => 'again')).toBe('again')
  })
})
