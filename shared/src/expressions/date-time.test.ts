import { describe, expect, it } from 'vitest'
import { dateTimeFields, dateTimeScope } from './date-time.ts'
import { compileTemplate } from './template.ts'

describe('dateTimeScope', () => {
  it('gives the fields as documented, in the time zone', () => {
    expect(dateTimeScope(new Date('2020-01-01T17:00:05.999Z'), 'America/New_York')).toEqual({
      currentTime: '12:00',
      currentTimeText: '1200',
      currentDateText: 'January 1, 2020',
      currentMonthText: 'January',
      currentDayText: '01',
      currentYear: '2020',
      currentDayofWeek: 'Wednesday',
      iso: '2020-01-01T12:00:05-05:00',
      date: '2020-01-01',
      hour: '12',
      minute: '00',
      timeZone: 'America/New_York',
    })
  })

  it('counts hours from 00 and follows summer time and the date line', () => {
    expect(dateTimeScope(new Date('2026-07-01T04:05:00Z'), 'America/New_York')).toMatchObject({
      currentTime: '00:05',
      iso: '2026-07-01T00:05:00-04:00',
    })
    expect(dateTimeScope(new Date('2026-12-31T23:30:00Z'), 'Asia/Kolkata')).toMatchObject({
      currentDateText: 'January 1, 2027',
      iso: '2027-01-01T05:00:00+05:30',
    })
  })

  it('refuses a time zone that is not known, rather than to be wrong by hours', () => {
    const now = new Date('2020-02-03T04:05:06Z')
    expect(dateTimeScope(now, 'UTC').iso).toBe('2020-02-03T04:05:06+00:00')
    for (const zone of ['Mars/Base', '']) expect(() => dateTimeScope(now, zone)).toThrow('is no time zone')
  })

  it('has every offered field with its sample', () => {
    const scope = { DateTime: dateTimeScope(new Date('2020-01-01T17:00:00Z'), 'America/New_York') }
    for (const { name, sample } of dateTimeFields) {
      const capital = name.charAt(0).toUpperCase() + name.slice(1)
      expect(compileTemplate(`$DateTime.${name} $DateTime.${capital}.`, 'text').render(scope).value).toBe(
        `${sample} ${sample}.`,
      )
    }
  })
})
