import { describe, expect, it } from 'vitest'
import type { Schedule } from './schedule.ts'
import { nextTicks, ticksBetween } from './ticks.ts'

const berlin = 'Europe/Berlin'
const cron = (expression: string): Schedule => ({ kind: 'cron', expression })
const daily = (time: string): Schedule => ({ kind: 'daily', time })

function between(schedule: Schedule, from: string, to: string, zone = berlin): string[] {
  return ticksBetween(schedule, new Date(from), new Date(to), zone).map((tick) => tick.toISOString().slice(5, 16))
}

function next(schedule: Schedule, from: string, count: number, zone = berlin): string[] {
  return nextTicks(schedule, new Date(from), zone, count).map((tick) => tick.toISOString().slice(0, 16))
}

describe('ticks of a schedule', () => {
  it.each<[string, Schedule, readonly string[]]>([
    ['every 15 minutes', { kind: 'minutes', every: 15 }, ['2026-11-20T08:15', '2026-11-20T08:30', '2026-11-20T08:45']],
    ['every 45 minutes from midnight', { kind: 'minutes', every: 45 }, ['2026-11-20T08:45', '2026-11-20T09:30']],
    [
      'every 11 hours, anew each midnight',
      { kind: 'minutes', every: 660 },
      ['2026-11-20T10:00', '2026-11-20T21:00', '2026-11-20T23:00'],
    ],
    ['hourly', { kind: 'hourly', minute: 5 }, ['2026-11-20T08:05', '2026-11-20T09:05']],
    ['daily', daily('09:00'), ['2026-11-21T08:00', '2026-11-22T08:00']],
    ['Monday to Friday', { kind: 'weekdays', time: '09:00' }, ['2026-11-23T08:00', '2026-11-24T08:00']],
    [
      'weekly on two days',
      { kind: 'weekly', time: '18:30', weekdays: ['Sunday', 'Wednesday'] },
      ['2026-11-22T17:30', '2026-11-25T17:30', '2026-11-29T17:30'],
    ],
    [
      'monthly, on the last day of a shorter month',
      { kind: 'monthly', time: '06:00', dayOfMonth: 31 },
      ['2026-11-30T05:00', '2026-12-31T05:00', '2027-01-31T05:00', '2027-02-28T05:00'],
    ],
    [
      'cron with names, ranges, steps and lists',
      cron('*/20 9-10 * nov,dec mon-fri'),
      [
        '2026-11-20T08:20',
        '2026-11-20T08:40',
        '2026-11-20T09:00',
        '2026-11-20T09:20',
        '2026-11-20T09:40',
        '2026-11-23T08:00',
      ],
    ],
    ['cron where either day fits', cron('0 12 1 * fri'), ['2026-11-20T11:00', '2026-11-27T11:00', '2026-12-01T11:00']],
    ['cron where both days have to fit', cron('0 12 */2 * 5'), ['2026-11-27T11:00', '2026-12-11T11:00']],
    ['cron on a leap day', cron('0 0 29 2 7,1-6'), ['2027-01-31T23:00']],
  ])('%s', (_title, schedule, expected) => {
    // A Friday, 09:00 in Berlin.
    expect(next(schedule, '2026-11-20T08:00:00Z', expected.length)).toEqual(expected)
  })

  it('leaves the start out and takes the end in', () => {
    const hourly: Schedule = { kind: 'hourly', minute: 0 }
    expect(between(hourly, '2026-06-01T08:00:00Z', '2026-06-01T10:00:00Z')).toEqual(['06-01T09:00', '06-01T10:00'])
    expect(between(hourly, '2026-06-01T08:00:00Z', '2026-06-01T08:59:59Z')).toEqual([])
  })

  it('answers nothing for a day that never comes and for an expression that cannot be read', () => {
    expect(next(cron('0 0 30 2 *'), '2026-01-01T00:00:00Z', 1)).toEqual([])
    expect(next(cron('every day'), '2026-01-01T00:00:00Z', 1)).toEqual([])
  })
})

/** 29 March 2026 in Berlin: 02:00 becomes 03:00 at 01:00 UTC. 25 October: 03:00 becomes 02:00 at 01:00 UTC. */
describe('ticks where the clocks change', () => {
  const forward = ['2026-03-28T12:00:00Z', '2026-03-29T12:00:00Z'] as const
  const back = ['2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z'] as const

  it.each<[string, Schedule, readonly string[], readonly string[]]>([
    ['keeps the time of day', daily('09:00'), ['03-29T07:00'], ['10-25T08:00']],
    [
      'moves a time that is left out by the hour of the change, and takes the first of two',
      daily('02:30'),
      ['03-29T01:30'],
      ['10-25T00:30'],
    ],
    ['takes the hour of the change itself once', daily('03:00'), ['03-29T01:00'], ['10-25T02:00']],
    [
      'gives two times that fall together one tick',
      cron('0,30 2,3 * * *'),
      ['03-29T01:00', '03-29T01:30'],
      ['10-25T00:00', '10-25T00:30', '10-25T02:00', '10-25T02:30'],
    ],
  ])('%s', (_title, schedule, onForward, onBack) => {
    expect(between(schedule, ...forward)).toEqual(onForward)
    expect(between(schedule, ...back)).toEqual(onBack)
  })

  it('follows the clock where the hour is open: 23 ticks on the short day and 25 on the long one', () => {
    for (const schedule of [cron('15 * * * *'), cron('15 */1 * * *'), { kind: 'hourly', minute: 15 } as const]) {
      const short = between(schedule, '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z')
      expect(short).toHaveLength(23)
      expect(short.slice(0, 3)).toEqual(['03-28T23:15', '03-29T00:15', '03-29T01:15'])
      expect(between(schedule, '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z')).toHaveLength(25)
    }
  })

  it('goes on evenly where minutes are counted', () => {
    const everyHalf: Schedule = { kind: 'minutes', every: 30 }
    expect(between(everyHalf, '2026-03-29T00:00:00Z', '2026-03-29T02:00:00Z')).toEqual([
      '03-29T00:30',
      '03-29T01:00',
      '03-29T01:30',
      '03-29T02:00',
    ])
    expect(between(everyHalf, '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z')).toHaveLength(50)
  })

  it('knows days without a midnight and changes of half an hour', () => {
    // Havana goes from 00:00 to 01:00 on 8 March 2026.
    const [atMidnight] = next(daily('00:00'), '2026-03-07T12:00:00Z', 1, 'America/Havana')
    expect(atMidnight).toBe('2026-03-08T05:00')
    // Lord Howe goes from 02:00 to 02:30 on 4 October 2026.
    expect(next(daily('02:15'), '2026-10-03T00:00:00Z', 2, 'Australia/Lord_Howe')).toEqual([
      '2026-10-03T15:45',
      '2026-10-04T15:15',
    ])
  })

  it('keeps the order where a time that is left out comes behind a later one', () => {
    // Lord Howe again: 02:15 is 02:45 that day.
    expect(next(cron('15,40 2 * * *'), '2026-10-03T00:00:00Z', 2, 'Australia/Lord_Howe')).toEqual([
      '2026-10-03T15:40',
      '2026-10-03T15:45',
    ])
  })

  it('keeps the order where a time that is left out comes past midnight, and finds it from there', () => {
    // Nuuk goes from 23:00 to 00:00 on 28 March 2026: 23:30 is half past midnight.
    const nuuk = 'America/Nuuk'
    const ticks = ['2026-03-29T01:00', '2026-03-29T01:30', '2026-03-29T02:00']
    expect(next(cron('0,30 0,1,23 * * *'), '2026-03-28T22:00:00Z', 3, nuuk)).toEqual(ticks)
    expect(next(daily('23:30'), '2026-03-29T01:15:00Z', 1, nuuk)).toEqual(['2026-03-29T01:30'])
    // The whole of 30 December 2011 was left out in Samoa.
    expect(next(daily('09:00'), '2011-12-29T12:00:00Z', 3, 'Pacific/Apia')).toEqual([
      '2011-12-29T19:00',
      '2011-12-30T19:00',
      '2011-12-31T19:00',
    ])
  })

  it('gives every day of a year its one tick, in zones on both sides of the world', () => {
    for (const zone of ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca', 'UTC']) {
      const ticks = between(daily('02:30'), '2026-01-01T12:00:00Z', '2027-01-01T12:00:00Z', zone)
      expect(ticks, zone).toHaveLength(365)
      expect(new Set(ticks).size, zone).toBe(365)
    }
  })
})
