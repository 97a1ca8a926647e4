import { afterEach, expect, test } from 'vitest'
import { setHouseZone } from '../ui/house-zone.ts'
import { isFiltered, readRunSearch, toRunFilters, writeRunSearch } from './run-filters.ts'

afterEach(() => setHouseZone(null))

const now = new Date('2026-11-20T17:04:11.500Z')

test('the address bar holds the filters and gives them back', () => {
  const search = {
    flowId: 'f1',
    status: 'failed',
    time: 'week',
    test: 'true',
    contact: '+13055550119',
    q: 'weather',
  } as const
  expect(readRunSearch(writeRunSearch(search))).toEqual(search)
})

test('values that nobody could have chosen count as all', () => {
  const search = readRunSearch(new URLSearchParams('status=exploded&time=never&test=perhaps'))
  expect(search).toEqual({ flowId: null, status: null, time: 'any', test: null, contact: null, q: '' })
  expect(isFiltered(search)).toBe(false)
})

test('caught failures are asked for as such, not as a status', () => {
  const search = readRunSearch(new URLSearchParams('status=caught'))
  expect(toRunFilters(search, now)).toEqual({ caught: 'true' })
  expect(writeRunSearch(search).toString()).toBe('status=caught')
})

test('tests are shown alone or left out', () => {
  expect(toRunFilters(readRunSearch(new URLSearchParams('test=false')), now)).toEqual({ test: 'false' })
})

test('a number is looked for as it is stored', () => {
  const search = readRunSearch(new URLSearchParams({ q: ' +1 (305) 555-0119 ' }))
  expect(toRunFilters(search, now)).toEqual({ q: '+13055550119' })
})

test('words keep their spaces', () => {
  expect(toRunFilters(readRunSearch(new URLSearchParams({ q: 'gate 7 please' })), now)).toEqual({ q: 'gate 7 please' })
})

test('the time is rounded, so that the same question is asked for a while', () => {
  const search = readRunSearch(new URLSearchParams({ time: 'hour' }))
  expect(toRunFilters(search, now)).toEqual({ from: '2026-11-20T16:04:00.000Z' })
  expect(toRunFilters(search, new Date(now.getTime() + 20_000))).toEqual(toRunFilters(search, now))
})

test('today begins at midnight of the zone of this Patchbay, on days of 23 and 25 hours, too', () => {
  const today = readRunSearch(new URLSearchParams({ time: 'today' }))
  const startIn = (zone: string, at: string) => {
    setHouseZone(zone)
    return toRunFilters(today, new Date(at)).from
  }
  expect(startIn('Asia/Tokyo', '2026-11-20T17:04:11.500Z')).toBe('2026-11-20T15:00:00.000Z')
  expect(startIn('America/New_York', '2026-11-20T04:59:59.000Z')).toBe('2026-11-19T05:00:00.000Z')
  expect(startIn('America/New_York', '2026-11-20T05:00:00.000Z')).toBe('2026-11-20T05:00:00.000Z')
  expect(startIn('America/New_York', '2026-11-02T04:30:00.000Z')).toBe('2026-11-01T04:00:00.000Z')
  expect(startIn('America/New_York', '2026-03-09T03:30:00.000Z')).toBe('2026-03-08T05:00:00.000Z')
})
