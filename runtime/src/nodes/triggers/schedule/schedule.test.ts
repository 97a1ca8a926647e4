import { summaryOf, withDefaults } from '@patchbay/shared/flow'
import { describe, expect, it } from 'vitest'
import { createCheck } from '../../../platform/validation/check.ts'
import { schedule } from './definition.ts'
import { problemOf, scheduleOf } from './schedule-of.ts'
import { scheduleTrigger } from './start.ts'

const check = createCheck(schedule.inputs)

function read(inputs: Record<string, unknown>) {
  const checked = check(withDefaults(schedule.inputs, inputs))
  if (!checked.ok) throw new Error(checked.errors.map(({ path, message }) => `${path}: ${message}`).join(' '))
  return scheduleOf(checked.value)
}

const summary = (inputs: Record<string, unknown>) => {
  const node = { id: 1, type: 'schedule', name: 'Schedule', position: { x: 0, y: 0 }, inputs }
  return summaryOf(schedule, node)
    .parts.map(({ text }) => text)
    .join('')
}

describe('Schedule', () => {
  it.each([
    [{ frequency: 'minutes', every: 45 }, { kind: 'minutes', every: 45 }, 'At intervals of 45 min'],
    [{ frequency: 'hourly', minute: 5 }, { kind: 'hourly', minute: 5 }, 'Every hour at minute 5'],
    [{}, { kind: 'daily', time: '09:00' }, 'Every day at 09:00'],
    [{ frequency: 'weekdays', time: '08:15' }, { kind: 'weekdays', time: '08:15' }, 'Monday to Friday at 08:15'],
    [
      { frequency: 'weekly', weekdays: ['Monday', 'Sunday'], time: '18:30' },
      { kind: 'weekly', time: '18:30', weekdays: ['Monday', 'Sunday'] },
      'Every week on Monday, Sunday at 18:30',
    ],
    [
      { frequency: 'monthly', dayOfMonth: 31, time: '06:00' },
      { kind: 'monthly', time: '06:00', dayOfMonth: 31 },
      'Every month on day 31 at 06:00',
    ],
    [
      { frequency: 'cron', cron: '*/5 8-18 * * mon-fri' },
      { kind: 'cron', expression: '*/5 8-18 * * mon-fri' },
      'By cron expression */5 8-18 * * mon-fri',
    ],
  ])('reads %j', (inputs, expected, line) => {
    expect(read(inputs)).toEqual(expected)
    expect(summary(inputs)).toBe(line)
  })

  it.each([
    [{ time: '9:00' }, /time: This must be a time of day/],
    [{ time: '24:00' }, /time: This must be a time of day/],
    [{ frequency: 'minutes', every: 0 }, /every: This must be 1 or more/],
    [{ frequency: 'weekly', weekdays: [] }, /at least one entry/],
    [{ frequency: 'monthly', dayOfMonth: 32 }, /31 or less/],
  ])('refuses %j', (inputs, message) => {
    expect(() => read(inputs)).toThrow(message)
  })

  it('says what no day can fit and what is out of range', () => {
    expect(problemOf(read({ frequency: 'cron', cron: '0 25 * * *' }))).toBe('"25" is no hour; it goes from 0 to 23.')
    expect(problemOf(read({ frequency: 'cron', cron: '0 9 31 feb *' }))).toBe('No date fits this expression.')
    expect(problemOf(read({ frequency: 'cron' }))).toBeUndefined()
  })

  it('says what is wrong with a cron expression of any shape', () => {
    expect(problemOf(read({ frequency: 'cron', cron: '0 9 ? * MON' }))).toBe(
      'Write * for any day of the month; "?" cannot be read.',
    )
    expect(problemOf(read({ frequency: 'cron', cron: 'every morning' }))).toMatch(
      /^Five fields are needed.*there are 2/,
    )
  })

  it('previews the next five times on the clock of the zone, also where it changes', () => {
    const context = { now: new Date('2026-03-27T12:00:00Z'), timeZone: 'Europe/Berlin' }
    const { lines } = scheduleTrigger.preview?.({ frequency: 'daily', time: '09:00' }, context) ?? { lines: [] }
    expect(lines).toEqual([
      { time: '2026-03-28T09:00:00+01:00' },
      { time: '2026-03-29T09:00:00+02:00' },
      { time: '2026-03-30T09:00:00+02:00' },
      { time: '2026-03-31T09:00:00+02:00' },
      { time: '2026-04-01T09:00:00+02:00' },
    ])
  })

  it('tells when it was due, on the clock of the zone', () => {
    const data = { scheduledFor: '2026-01-31T14:00:00.000Z', timeZone: 'America/New_York', missed: 2 }
    const outputs = {
      scheduledFor: '2026-01-31T09:00:00-05:00',
      date: '2026-01-31',
      time: '09:00',
      weekday: 'Saturday',
      missed: 2,
    }
    expect(scheduleTrigger.start({}, { data })).toEqual({
      outputs,
      variables: {},
      item: { ANI: '', DNIS: '', text: '', externalChatData: outputs },
    })
    const inIndia = { ...data, timeZone: 'Asia/Kolkata' }
    expect(scheduleTrigger.start({}, { data: inIndia }).outputs).toMatchObject({
      scheduledFor: '2026-01-31T19:30:00+05:30',
    })
  })
})
