import { describe, expect, it } from 'vitest'
import { createPasswordWork } from './password-work.ts'

describe('the work on passwords', () => {
  it('is done two at a time, in order, and refused when too much of it waits', async () => {
    const work = createPasswordWork()
    const begun: number[] = []
    const ends: (() => void)[] = []
    const asked = Array.from({ length: 30 }, (_, index) =>
      work(() => {
        begun.push(index)
        return new Promise<number>((resolve) => ends.push(() => resolve(index)))
      }),
    )
    const outcomes = Promise.allSettled(asked)
    expect(begun).toEqual([0, 1])
    await expect(asked[18]).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS', headers: { 'retry-after': '2' } })
    for (let done = 0; done < 18; done += 1) {
      await expect.poll(() => ends.length).toBeGreaterThan(done)
      expect(begun.length - done).toBeLessThanOrEqual(2)
      ends[done]?.()
      await asked[done]
    }
    expect((await outcomes).map(({ status }) => status)).toEqual([
      ...Array(18).fill('fulfilled'),
      ...Array(12).fill('rejected'),
    ])
    expect(begun).toEqual(Array.from({ length: 18 }, (_, index) => index))
  })

  it('gives a place back when it fails', async () => {
    const work = createPasswordWork()
    for (let round = 0; round < 30; round += 1) {
      await expect(work(() => Promise.reject(new Error('Wrong.')))).rejects.toThrow('Wrong.')
    }
  })
})
