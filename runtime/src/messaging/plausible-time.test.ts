import { expect, it } from 'vitest'
import { plausibleTime, storableTime } from './plausible-time.ts'

const arrivedAt = new Date('2026-01-31T09:30:00Z')
const timeOf = (ms: number) => plausibleTime(new Date(ms), arrivedAt)

it('is the time of the service where its clock is right', () => {
  const given = arrivedAt.getTime() - 36 * 60 * 60_000
  expect(timeOf(given)).toEqual(new Date(given))
})

it.each([Number.NaN, 1e30, 8.64e15, 0, -1, arrivedAt.getTime() + 1_000])(
  'is that of the arrival where a service says %d',
  (ms) => {
    expect(timeOf(ms)).toEqual(arrivedAt)
  },
)

it('is that of the arrival where a service says none', () => {
  expect(plausibleTime(undefined, arrivedAt)).toEqual(arrivedAt)
})

it.each([Number.NaN, 1e30, 8.64e15, -8.64e15, Date.UTC(10_000, 0)])('is not %d of a receipt or a change', (ms) => {
  expect(storableTime(new Date(ms), arrivedAt)).toEqual(arrivedAt)
})

it('is any other time of a receipt or a change', () => {
  for (const ms of [0, Date.UTC(2020, 0), Date.UTC(9999, 0)]) {
    expect(storableTime(new Date(ms), arrivedAt)).toEqual(new Date(ms))
  }
  expect(storableTime(undefined, arrivedAt)).toEqual(arrivedAt)
})
