import { describe, expect, it } from 'vitest'
import { zonesOfNumber } from '../channels/zones-of-number.ts'
import { allowedAt } from './allowed-at.ts'

const night = { from: '21:00', to: '08:00' }
const at = (now: string, zones: readonly string[], hours = night) =>
  allowedAt(new Date(now), hours, zones).toISOString().replace(':00.000Z', 'Z')

describe('quiet hours of one zone', () => {
  it.each([
    // New York is four hours behind UTC in June, and five in January.
    ['2026-06-01T12:00Z', '2026-06-01T12:00Z'],
    ['2026-06-02T00:59Z', '2026-06-02T00:59Z'],
    ['2026-06-02T01:00Z', '2026-06-02T12:00Z'],
    ['2026-06-02T11:59Z', '2026-06-02T12:00Z'],
    ['2026-01-02T03:00Z', '2026-01-02T13:00Z'],
  ])('a message at %s is sent at %s', (now, allowed) => {
    expect(at(now, ['America/New_York'])).toBe(allowed)
  })

  it('may lie within one day', () => {
    const noon = { from: '12:00', to: '14:00' }
    expect(at('2026-06-01T12:30Z', ['UTC'], noon)).toBe('2026-06-01T14:00Z')
    expect(at('2026-06-01T14:00Z', ['UTC'], noon)).toBe('2026-06-01T14:00Z')
  })

  it('end at the right instant when the clocks change in the night', () => {
    expect(at('2026-03-08T04:00Z', ['America/New_York'])).toBe('2026-03-08T12:00Z')
    expect(at('2026-11-01T03:00Z', ['America/New_York'])).toBe('2026-11-01T13:00Z')
  })
})

describe('quiet hours of a country with many zones', () => {
  const zones = zonesOfNumber('+13055550119')

  it('are over when they are over in all of them', () => {
    // 8:00 in Honolulu, which is 14:00 in New York.
    expect(at('2026-06-01T12:00Z', zones)).toBe('2026-06-01T18:00Z')
    expect(at('2026-06-01T18:00Z', zones)).toBe('2026-06-01T18:00Z')
    expect(at('2026-06-02T01:00Z', zones)).toBe('2026-06-02T18:00Z')
  })

  it('are over where they are for most zones when no time suits all, and a message sent then is not held again', () => {
    const short = { from: '12:00', to: '08:00' }
    const first = at('2026-06-01T02:00Z', zones, short)
    expect(at(first, zones, short)).toBe(first)
    expect(Date.parse(first) - Date.parse('2026-06-01T02:00Z')).toBeLessThan(24 * 3_600_000)
  })
})

it('without a known zone nothing is held', () => {
  expect(at('2026-06-02T01:00Z', [])).toBe('2026-06-02T01:00Z')
})
