import { describe, expect, test } from 'vitest'
import {
  ago,
  ahead,
  bytes,
  count,
  date,
  dayAndClock,
  dayBefore,
  duration,
  foreignZone,
  instantOf,
  number,
  phone,
  plural,
  shortClock,
  stepDuration,
} from './formats.ts'
import { setHouseZone } from './house-zone.ts'

const zone = { timeZone: 'America/New_York' }
const at = (iso: string) => ({ ...zone, now: new Date(iso) })

describe('phone', () => {
  test('groups a North American number', () => {
    expect(phone('+17865550100')).toBe('+1 786 555 0100')
  })
  test('groups other numbers by three and leaves no single digit behind', () => {
    expect(phone('+442071838750')).toBe('+442 071 838 750')
    expect(phone('+4930901820')).toBe('+493 090 1820')
  })
  test('leaves what is no number alone', () => {
    expect(phone('customer-17')).toBe('customer-17')
    expect(phone('+12')).toBe('+12')
  })
})

describe('duration', () => {
  test.each([
    [0, '<1 ms'],
    [1, '1 ms'],
    [38, '38 ms'],
    [612, '0.6 s'],
    [10_094, '10.1 s'],
    [59_949, '59.9 s'],
    [59_951, '1 min'],
    [240_000, '4 min'],
    [3_600_000, '1 h'],
    [7_500_000, '2 h 5 min'],
  ])('%d ms is %s', (ms, words) => {
    expect(duration(ms)).toBe(words)
  })
  test('a step keeps milliseconds below a second', () => {
    expect(stepDuration(412)).toBe('412 ms')
    expect(stepDuration(10_004)).toBe('10.0 s')
  })
})

describe('numbers', () => {
  test('groups thousands', () => {
    expect(number(1284)).toBe('1,284')
  })
  test('counts in words', () => {
    expect(count(1, 'change', 'changes')).toBe('1 change')
    expect(count(0, 'change', 'changes')).toBe('0 changes')
    expect(count(2067, 'run', 'runs')).toBe('2,067 runs')
  })
  test('chooses the form where the number stands elsewhere', () => {
    expect([0, 1, 2].map((value) => plural(value, 'sets', 'set'))).toEqual(['set', 'sets', 'set'])
  })
  test('sizes use the nearest unit', () => {
    expect([bytes(812), bytes(1_437), bytes(5_000_000)]).toEqual(['812 B', '1.4 kB', '5.0 MB'])
  })
})

describe('times', () => {
  const noon = at('2026-11-20T17:00:00Z')

  test('recent changes are told by their distance', () => {
    expect(ago('2026-11-20T16:59:40Z', noon)).toBe('Just now')
    expect(ago('2026-11-20T16:48:00Z', noon)).toBe('12 min ago')
    expect(ago('2026-11-20T14:00:00Z', noon)).toBe('3 h ago')
  })
  test('a clock ahead of ours is just now, not in the future', () => {
    expect(ago('2026-11-20T17:00:30Z', noon)).toBe('Just now')
  })
  test('the day changes at midnight of the zone', () => {
    expect(ago('2026-11-20T04:30:00Z', noon)).toBe('Yesterday')
    expect(ago('2026-11-20T05:30:00Z', noon)).toBe('11 h ago')
  })
  test('a change shortly before midnight is told in minutes after it', () => {
    expect(ago('2026-11-20T04:50:00Z', at('2026-11-20T05:10:00Z'))).toBe('20 min ago')
  })
  test('older ones by their date, with the year when it is another', () => {
    expect(ago('2026-11-17T17:00:00Z', noon)).toBe('Nov 17')
    expect(date('2025-11-17T17:00:00Z', noon)).toBe('Nov 17, 2025')
  })
  test('what is to come is told as today, tomorrow, or by its date', () => {
    expect(ahead('2026-11-20T20:40:00Z', noon)).toBe('today, 3:40 PM')
    expect(ahead('2026-11-21T14:00:00Z', noon)).toBe('tomorrow, 9:00 AM')
    expect(ahead('2026-12-18T14:00:00Z', noon)).toBe('Dec 18')
    expect(ahead('2027-01-03T14:00:00Z', noon)).toBe('Jan 3, 2027')
  })
  test('a zone is named where its clock shows another time than the reader’s', () => {
    const here = new Intl.DateTimeFormat().resolvedOptions().timeZone
    const there = here === 'Asia/Tokyo' ? 'Asia/Kolkata' : 'Asia/Tokyo'
    expect(foreignZone('2026-11-20T17:04:11Z', { timeZone: there })).toMatch(/^GMT\+/)
    expect(foreignZone('2026-11-20T17:04:11Z', { timeZone: here })).toBeNull()
    expect(foreignZone('2026-11-20T17:04:11Z', { timeZone: 'Nowhere/Else' })).toBeNull()
  })
  test('tables show the day when it is not today', () => {
    expect(dayBefore('2026-11-20T06:00:00Z', noon)).toBeNull()
    expect(dayBefore('2026-11-18T17:00:00Z', noon)).toBe('Nov 18')
  })
  test('times that belong to no flow are told in the zone of the house', () => {
    setHouseZone('Asia/Tokyo')
    expect(shortClock('2026-11-20T17:04:11Z')).toBe('2:04 AM')
    expect(shortClock('2026-11-20T17:04:11Z', zone)).toBe('12:04 PM')
    expect(shortClock('2026-11-20T17:04:11Z', { timeZone: 'Nowhere/Else' })).toBe('2:04 AM')
    setHouseZone(null)
  })
  test('a run names its day and its second', () => {
    expect(dayAndClock('2026-11-20T17:04:11Z', noon)).toBe('Today, 12:04:11 PM')
    expect(dayAndClock('2026-11-19T17:04:11Z', noon)).toBe('Yesterday, 12:04:11 PM')
    expect(dayAndClock('2026-11-10T17:04:11Z', noon)).toBe('Nov 10, 12:04:11 PM')
  })
})

describe('when a local time is', () => {
  test('it is read in the zone of the house', () => {
    setHouseZone('Asia/Tokyo')
    expect(instantOf('2026-07-01T23:59')?.toISOString()).toBe('2026-07-01T14:59:00.000Z')
    setHouseZone(null)
  })
  test('it is read with the offset of its own hour where the clock changes', () => {
    expect(instantOf('2026-03-08T01:59', zone)?.toISOString()).toBe('2026-03-08T06:59:00.000Z')
    expect(instantOf('2026-03-08T03:00', zone)?.toISOString()).toBe('2026-03-08T07:00:00.000Z')
    expect(instantOf('2026-11-01T23:00', zone)?.toISOString()).toBe('2026-11-02T04:00:00.000Z')
  })
  test('an empty field is no time', () => {
    expect(instantOf('')).toBeNull()
  })
})
