import type { JsonObject } from '@patchbay/shared/json'
import { describe, expect, it } from 'vitest'
import { createStepContext } from '../../../../test/helpers/step-context.ts'
import { isHoliday, readHolidays } from './holidays.ts'
import { isOpen } from './is-open.ts'
import { switchAction } from './run.ts'

const newYork = 'America/New_York'
const businessDays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday']

/** Takes the Switch once in New York, at an instant. */
async function take(options: readonly JsonObject[], at = '2026-01-05T15:00:00Z', more: JsonObject = {}) {
  const inputs = { options, ...more }
  const context = createStepContext({ now: () => new Date(at) })
  const result = await switchAction.run(inputs, context, switchAction.prepare?.(inputs))
  await context.close()
  return result
}

const value = (name: string, left: string, right: string) => ({ name, by: 'value', left, operator: 'equals', right })

describe('Switch', () => {
  it('takes the first option that fits, and Default where none does', async () => {
    const options = (intent: string) => [
      value('Sales', intent, 'sales'),
      value('', intent, 'support'),
      value('Again', intent, 'Support'),
    ]
    expect(await take(options('SALES'))).toEqual({ exit: 'option-1', outputs: { option: 'Sales' } })
    expect(await take(options('support'))).toEqual({ exit: 'option-2', outputs: { option: 'Option 2' } })
    expect(await take(options('other'))).toEqual({ exit: 'default', outputs: { option: 'Default' } })
    expect((await take(options('SALES'), undefined, { ignoreCase: false })).exit).toBe('default')
  })

  it('takes the exit that belongs to the option, wherever it stands', async () => {
    const options = [
      { ...value('Moved up', 'x', 'x'), exit: 7 },
      { ...value('First', 'x', 'y'), exit: 1 },
    ]
    expect(await take(options)).toEqual({ exit: 'option-7', outputs: { option: 'Moved up' } })
  })

  it('asks holidays, days and times in the order of its options', async () => {
    const options = [
      { name: 'Holiday', by: 'holiday', dates: '12-25 Christmas Day\n2026-01-19 Martin Luther King Day\n' },
      { name: 'Open', by: 'time', weekdays: businessDays, from: '09:00', until: '17:00' },
    ]
    expect((await take(options, '2026-01-16T15:00:00Z')).exit).toBe('option-2')
    expect((await take(options, '2026-01-19T15:00:00Z')).exit).toBe('option-1')
    expect((await take(options, '2026-01-17T15:00:00Z')).exit).toBe('default')
    // 20:00 in New York on the day before Christmas, when it is Christmas in UTC already.
    expect((await take(options, '2026-12-25T01:00:00Z')).exit).toBe('default')
    expect((await take(options, '2026-12-25T06:00:00Z')).exit).toBe('option-1')
  })

  it('warns of what cannot be compared and of lines without a date, and goes on', async () => {
    const options = [
      { name: 'Fast', by: 'value', left: '14 mph', operator: 'greater-than', right: '9' },
      { name: 'Holiday', by: 'holiday', dates: '25.12. Christmas\n01-05' },
    ]
    const result = await take(options)
    expect(result.exit).toBe('option-2')
    expect(result).toHaveProperty('warnings', [
      { code: 'NOT_COMPARABLE', message: '"14 mph" is not a number, so it was not compared with 9.' },
      { code: 'NOT_COMPARABLE', message: expect.stringContaining('"25.12. Christmas" does not begin with a date') },
    ])
  })

  it('refuses dates that nobody can read before the flow is live, but not variables', () => {
    const problems = (dates: string) => switchAction.problems?.({ options: [{ by: 'holiday', dates }] })
    expect(problems('12-25\nnext Monday')).toEqual([
      { path: 'options[0].dates', message: expect.stringContaining('"next Monday" does not begin with a date') },
    ])
    expect(problems('12-25 Christmas Day\n$holidays\n{{more}}')).toEqual([])
  })
})

describe('hours', () => {
  const day = { weekdays: businessDays, from: '09:00', until: '17:00' }
  const night = { weekdays: ['Friday'], from: '22:00', until: '06:00' }
  const whole = { weekdays: ['Sunday'], from: '00:00', until: '00:00' }

  // 2 January 2026 is a Friday. New York is five hours behind UTC then.
  it.each([
    ['begin with their first minute', day, '2026-01-02T14:00:00Z', true],
    ['have not begun a second before', day, '2026-01-02T13:59:59Z', false],
    ['end with the minute before their last', day, '2026-01-02T21:59:59Z', true],
    ['are over at their end', day, '2026-01-02T22:00:00Z', false],
    ['are not those of another day', day, '2026-01-03T15:00:00Z', false],
    ['past midnight begin in the evening', night, '2026-01-03T03:30:00Z', true],
    ['past midnight go on in the morning after', night, '2026-01-03T10:59:00Z', true],
    ['past midnight end in the morning after', night, '2026-01-03T11:00:00Z', false],
    ['past midnight have no morning of their own day', night, '2026-01-02T10:00:00Z', false],
    ['with equal ends are the whole day', whole, '2026-01-04T05:00:00Z', true],
    ['with equal ends end at midnight', whole, '2026-01-05T05:00:00Z', false],
  ])('%s', (_title, hours, instant, isWithin) => {
    expect(isOpen(hours, new Date(instant), newYork)).toBe(isWithin)
  })

  it('follow the clocks when these change', () => {
    // 8 March 2026: New York is five hours behind UTC before, four after.
    expect(isOpen(day, new Date('2026-03-06T13:30:00Z'), newYork)).toBe(false)
    expect(isOpen(day, new Date('2026-03-09T13:30:00Z'), newYork)).toBe(true)
  })
})

describe('holidays', () => {
  it('are days with a year, days of every year, and lists of both', () => {
    expect([...readHolidays('2026-11-26 Thanksgiving\r\n\r\n 12-25').days]).toEqual(['2026-11-26', '12-25'])
    expect([...readHolidays(['2026-11-26', '02-29']).days]).toEqual(['2026-11-26', '02-29'])
    expect(isHoliday(readHolidays('2026-11-26'), new Date('2027-11-26T12:00:00Z'), 'UTC')).toBe(false)
    expect(isHoliday(readHolidays('11-26'), new Date('2027-11-26T12:00:00Z'), 'UTC')).toBe(true)
  })

  it.each(['2026-02-30', '13-01', '2026-1-1', '25.12.', '2026-12-255', '12-25-2026', 'Christmas'])(
    '%s is no date',
    (line) => {
      expect(readHolidays(line)).toEqual({ days: new Set(), unreadable: [line] })
    },
  )
})
