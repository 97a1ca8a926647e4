import { expect, it } from 'vitest'
import { waitSeconds } from './wait-preference.ts'

it.each([
  [undefined, 0],
  ['', 0],
  ['respond-async', 0],
  ['wait=5', 5],
  ['respond-async, wait=10', 10],
  ['WAIT = "7"; x', 7],
  ['wait=600', 60],
  ['wait=-1', 0],
  ['await=5', 0],
  ['wait=5s', 0],
])('reads %j as %d seconds', (header, seconds) => {
  expect(waitSeconds(header)).toBe(seconds)
})
