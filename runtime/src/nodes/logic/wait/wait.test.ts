import { describe, expect, it } from 'vitest'
import { createStepContext } from '../../../../test/helpers/step-context.ts'
import type { WaitUnit } from './definition.ts'
import { endOfDuration, momentOf } from './end-of-wait.ts'
import { waitAction } from './run.ts'

const newYork = 'America/New_York'

function lasting(amount: string, unit: WaitUnit, from: string, zone = newYork): string {
  return endOfDuration(amount, unit, new Date(from), zone).toISOString()
}

function until(text: string, now: string, zone = newYork): string {
  return momentOf(text, new Date(now), zone).toISOString()
}

describe('a wait for a while', () => {
  it.each([
    ['30', 'seconds', '2026-01-01T00:00:30.000Z'],
    [' 1.5 ', 'minutes', '2026-01-01T00:01:30.000Z'],
    ['1,5', 'hours', '2026-01-01T01:30:00.000Z'],
    ['0', 'minutes', '2026-01-01T00:00:00.000Z'],
    ['2', 'days', '2026-01-03T00:00:00.000Z'],
    ['0.5', 'days', '2026-01-01T12:00:00.000Z'],
  ] as const)('of %s %s ends at %s', (amount, unit, end) => {
    expect(lasting(amount, unit, '2026-01-01T00:00:00.000Z')).toBe(end)
  })

  it('of a day ends at the same time of day across both changes of the clocks', () => {
    // 8 March 2026: 02:00 becomes 03:00. 1 November 2026: 02:00 becomes 01:00.
    expect(lasting('1', 'days', '2026-03-07T14:00:00.250Z')).toBe('2026-03-08T13:00:00.250Z')
    expect(lasting('1', 'days', '2026-10-31T13:00:00.000Z')).toBe('2026-11-01T14:00:00.000Z')
    expect(lasting('24', 'hours', '2026-03-07T14:00:00.000Z')).toBe('2026-03-08T14:00:00.000Z')
  })

  it.each(['', 'soon', '-1', '1e9', '0x10'])('of %j is refused', (amount) => {
    expect(() => lasting(amount, 'minutes', '2026-01-01T00:00:00Z')).toThrow('How long')
  })

  it('of more than a year is refused', () => {
    expect(() => lasting('367', 'days', '2026-01-01T00:00:00Z')).toThrow('366 days')
    expect(() => lasting('999999999999999', 'days', '2026-01-01T00:00:00Z')).toThrow('366 days')
    expect(() => lasting('9000', 'hours', '2026-01-01T00:00:00Z')).toThrow('366 days')
  })
})

describe('a wait until a time', () => {
  it.each([
    ['09:00', '2026-06-01T12:59:59Z', '2026-06-01T13:00:00.000Z'],
    ['09:00', '2026-06-01T13:00:00Z', '2026-06-02T13:00:00.000Z'],
    ['9:00', '2026-06-30T20:00:00Z', '2026-07-01T13:00:00.000Z'],
    ['23:59:30', '2026-06-01T03:59:00Z', '2026-06-01T03:59:30.000Z'],
    ['2026-12-24 18:30', '2026-06-01T00:00:00Z', '2026-12-24T23:30:00.000Z'],
    ['2026-12-24T18:30:15', '2026-06-01T00:00:00Z', '2026-12-24T23:30:15.000Z'],
    ['2026-12-24', '2026-06-01T00:00:00Z', '2026-12-24T05:00:00.000Z'],
    ['2026-12-24T18:30:00+01:00', '2026-06-01T00:00:00Z', '2026-12-24T17:30:00.000Z'],
    ['2026-12-24 18:30Z', '2026-06-01T00:00:00Z', '2026-12-24T18:30:00.000Z'],
  ])('%s, asked at %s, is %s', (text, now, moment) => {
    expect(until(text, now)).toBe(moment)
  })

  it('that the clocks skip is an hour later, and one that comes twice is the first', () => {
    expect(until('02:30', '2026-03-08T06:00:00Z')).toBe('2026-03-08T07:30:00.000Z')
    expect(until('01:30', '2026-11-01T04:00:00Z')).toBe('2026-11-01T05:30:00.000Z')
    // Asked between the two, the next 01:30 is tomorrow's: nobody is woken twice a day.
    expect(until('01:30', '2026-11-01T05:45:00Z')).toBe('2026-11-02T06:30:00.000Z')
    expect(until('2026-03-29 02:30', '2026-03-01T00:00:00Z', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z')
  })

  it('follows zones with halves of hours, changes of half an hour, and the date line', () => {
    expect(until('09:00', '2026-06-01T00:00:00Z', 'Asia/Kolkata')).toBe('2026-06-01T03:30:00.000Z')
    expect(until('09:00', '2026-06-01T00:00:00Z', 'Pacific/Kiritimati')).toBe('2026-06-01T19:00:00.000Z')
    expect(until('2026-10-04 02:15', '2026-10-01T00:00:00Z', 'Australia/Lord_Howe')).toBe('2026-10-03T15:45:00.000Z')
  })

  it.each([
    '',
    'noon',
    '24:00',
    '9',
    '2026-02-30',
    '2026-13-01 09:00',
    '09:60',
    '9:00 pm',
    '0226-12-24',
    '2026-02-30T10:00Z',
  ])('%j is refused', (text) => {
    expect(() => until(text, '2026-01-01T00:00:00Z')).toThrow('Until')
  })
})

describe('Wait', () => {
  it('asks to wait, and goes on by Next when woken', async () => {
    const context = createStepContext()
    const asked = await waitAction.run({ kind: 'duration', amount: '1', unit: 'minutes' }, context)
    const end = '2026-01-01T00:01:00.000Z'
    expect(asked).toEqual({ wait: { until: new Date(end), for: 'time', state: { until: end } } })
    const woken = await waitAction.resume?.({}, context, { reason: 'due', event: {}, state: { until: end } })
    expect(woken).toEqual({ exit: 'next', outputs: { until: end } })
    await context.close()
  })

  it('goes on at once when the time has passed, and says so', async () => {
    const context = createStepContext()
    const result = await waitAction.run({ kind: 'until', until: '2025-12-31 10:00' }, context)
    expect(result).toMatchObject({ exit: 'next', warnings: [{ code: 'TIME_PASSED' }] })
    await context.close()
  })
})
