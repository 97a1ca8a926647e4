import { afterEach, expect, test, vi } from 'vitest'
import { learnServerTime, serverNow } from './clock.ts'

const noon = Date.parse('2026-01-31T12:00:00Z')

afterEach(() => {
  learnServerTime(new Date().toUTCString())
  vi.useRealTimers()
})

test('time is told by the server’s clock, whatever this computer’s shows', () => {
  vi.useFakeTimers({ now: noon + 2 * 86_400_000 })
  learnServerTime(new Date(noon).toUTCString())
  expect(serverNow()).toBe(noon)
  vi.setSystemTime(noon + 2 * 86_400_000 + 60_000)
  expect(serverNow()).toBe(noon + 60_000)
})

test('a difference of the answer’s own way changes nothing, nor does a header that is none', () => {
  vi.useFakeTimers({ now: noon })
  learnServerTime(new Date(noon - 3_000).toUTCString())
  expect(serverNow()).toBe(noon)
  learnServerTime(null)
  learnServerTime('soon')
  expect(serverNow()).toBe(noon)
})
