import { describe, expect, it } from 'vitest'
import { lowestId, timeOfId, uuidv7 } from './uuid.ts'

describe('uuidv7', () => {
  it('has the version and variant of RFC 9562 and carries its time', () => {
    const time = new Date('2026-11-20T08:00:00.123Z')
    const id = uuidv7(time)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(timeOfId(id)).toEqual(time)
  })

  it('grows within a millisecond, also past the end of its counter', () => {
    const now = new Date('2030-01-01T00:00:00Z')
    const ids = Array.from({ length: 10_000 }, () => uuidv7(now))
    expect(ids).toEqual([...ids].sort())
    expect(new Set(ids).size).toBe(10_000)
  })

  it('grows while the clock is set back a little, and follows one set back a lot', () => {
    const now = Date.parse('2031-01-01T00:00:00Z')
    const first = uuidv7(new Date(now))
    expect(uuidv7(new Date(now - 5_000)) > first).toBe(true)
    expect(timeOfId(uuidv7(new Date(now - 60_000)))).toEqual(new Date(now - 60_000))
  })

  it('lies between the lowest ids of its millisecond and the next', () => {
    const now = new Date('2032-01-01T00:00:00Z')
    const id = uuidv7(now)
    expect(id >= lowestId(now)).toBe(true)
    expect(id < lowestId(new Date(now.getTime() + 1))).toBe(true)
  })
})
