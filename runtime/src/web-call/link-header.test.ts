import { expect, it } from 'vitest'
import { nextInLinkHeader } from './link-header.ts'

it.each([
  ['<https://a.example/?page=2>; rel="next"', 'https://a.example/?page=2'],
  ['<https://a.example/?page=1>; rel="prev", <https://a.example/?page=3>; rel="next"', 'https://a.example/?page=3'],
  ['</orders?after=1,2>; title="a, b"; rel=next', '/orders?after=1,2'],
  ['<?page=2>; rel="last next"', '?page=2'],
  ['<?page=2>;REL="Next"', '?page=2'],
  ['<?page=2>; rel="nextpage"', undefined],
  ['<?page=2>', undefined],
  ['?page=2; rel=next', undefined],
  ['', undefined],
])('the next page in %j', (value, address) => {
  expect(nextInLinkHeader([['link', value]])).toBe(address)
})

it('is found in any of several headers, and in no time in a long one', () => {
  expect(
    nextInLinkHeader([
      ['link', '<a>; rel=prev'],
      ['x', ''],
      ['link', '<b>; rel=next'],
    ]),
  ).toBe('b')
  const startedMs = performance.now()
  expect(nextInLinkHeader([['link', `<a>${'; '.repeat(30_000)}`]])).toBeUndefined()
  expect(nextInLinkHeader([['link', '<'.repeat(60_000)]])).toBeUndefined()
  expect(performance.now() - startedMs).toBeLessThan(1_000)
})
