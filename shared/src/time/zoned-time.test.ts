import { describe, expect, it } from 'vitest'
import { Temporal } from './temporal.ts'
import { instantOf, localTimeText, startOfDay, zonedTime } from './zoned-time.ts'

function text(instant: string, zone: string): string {
  return localTimeText(zonedTime(new Date(instant), zone))
}

function instant(shown: string, zone: string): string {
  return new Date(instantOf(Temporal.PlainDateTime.from(shown), zone)).toISOString()
}

describe('a time on the clocks of a zone', () => {
  it.each([
    ['2026-06-01T09:00', 'America/New_York', '2026-06-01T13:00:00.000Z'],
    ['2026-06-01T09:00', 'Asia/Kolkata', '2026-06-01T03:30:00.000Z'],
    ['2026-06-01T09:00', 'Pacific/Kiritimati', '2026-05-31T19:00:00.000Z'],
  ])('%s in %s is %s', (shown, zone, expected) => {
    expect(instant(shown, zone)).toBe(expected)
  })

  it('that is left out is as long after the change as without one', () => {
    expect(instant('2026-03-08T02:30', 'America/New_York')).toBe('2026-03-08T07:30:00.000Z')
    expect(instant('2026-10-04T02:15', 'Australia/Lord_Howe')).toBe('2026-10-03T15:45:00.000Z')
    // Samoa left out 30 December 2011.
    expect(instant('2011-12-30T12:00', 'Pacific/Apia')).toBe('2011-12-30T22:00:00.000Z')
  })

  it('that comes twice is the first of the two', () => {
    expect(instant('2026-11-01T01:30', 'America/New_York')).toBe('2026-11-01T05:30:00.000Z')
    expect(instant('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z')
  })

  it('is told with the offset of the moment, to the second', () => {
    expect(text('2026-01-31T14:00:05.999Z', 'America/New_York')).toBe('2026-01-31T09:00:05-05:00')
    expect(text('2026-07-31T14:00:00Z', 'America/New_York')).toBe('2026-07-31T10:00:00-04:00')
    expect(text('2026-01-31T14:00:00Z', 'UTC')).toBe('2026-01-31T14:00:00+00:00')
  })

  it('is refused in a zone that does not exist', () => {
    for (const zone of ['', 'Mars/Base']) expect(() => zonedTime(new Date(), zone)).toThrow(`"${zone}" is no time zone`)
  })

  it('can be told in every zone that a flow may choose', () => {
    for (const zone of [...Intl.supportedValuesOf('timeZone'), 'UTC', 'US/Eastern', 'Asia/Calcutta', 'europe/berlin']) {
      expect(text('2026-01-31T14:00:00Z', zone), zone).toMatch(/^2026-01-3[01]|^2026-02-01/)
    }
  })
})

describe('the beginning of a day', () => {
  it.each([
    ['2026-03-08', 'America/New_York', '2026-03-08T05:00:00.000Z'],
    // 00:00 becomes 01:00.
    ['2026-03-08', 'America/Havana', '2026-03-08T05:00:00.000Z'],
    // On the evening before, 23:00 becomes 00:00.
    ['2026-03-29', 'America/Nuuk', '2026-03-29T01:00:00.000Z'],
  ])('of %s in %s is %s', (day, zone, expected) => {
    expect(new Date(startOfDay(Temporal.PlainDate.from(day), zone)).toISOString()).toBe(expected)
  })
})
