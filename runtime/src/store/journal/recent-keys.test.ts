import { describe, expect, it } from 'vitest'
import { createRecentKeys } from './recent-keys.ts'

const names = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}-${index}`)

describe('keys that the tables may hold', () => {
  it('contain every key that was added', () => {
    const keys = createRecentKeys(2 ** 16)
    for (const key of names('known', 2_000)) keys.add(key)
    expect(names('known', 2_000).every(keys.mayHave)).toBe(true)
  })

  it('hardly ever take a new key for a known one', () => {
    const keys = createRecentKeys(2 ** 18)
    // As dense as a million keys in the filter of the product.
    for (const key of names('known', 15_625)) keys.add(key)
    expect(names('new', 20_000).filter(keys.mayHave).length).toBeLessThan(200)
  })
})
