import { DAY_MS } from '@patchbay/shared/time'
import { expect, it } from 'vitest'
import { askedPauseMs, retryAfterMs } from './retry-after.ts'

const now = new Date('2026-01-31T09:30:00Z')
const asked = (text: string) => retryAfterMs([['retry-after', text]], now)

const none = (count: number) => Array<undefined>(count).fill(undefined)

it('reads seconds and dates', () => {
  expect([asked('7'), asked('Sat, 31 Jan 2026 09:31:00 GMT')]).toEqual([7_000, 60_000])
  expect([asked('Fri, 30 Jan 2026 09:31:00 GMT'), asked('tomorrow'), asked('')]).toEqual([0, ...none(2)])
  expect(retryAfterMs([], now)).toBeUndefined()
})

it.each(['999999999', 'Fri, 31 Dec 9999 23:59:59 GMT', '+275760-09-13T00:00:00Z'])(
  'takes %s for a year at most, so that a date can hold its end',
  (text) => {
    expect(asked(text)).toBe(365 * DAY_MS)
  },
)

it('takes no number for a pause that is none', () => {
  expect([Number.NaN, -1].map(askedPauseMs)).toEqual(none(2))
  expect([0, 5, 1e30, Number.POSITIVE_INFINITY].map(askedPauseMs)).toEqual([0, 5, 365 * DAY_MS, 365 * DAY_MS])
})
