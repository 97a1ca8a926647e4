import { expect, test } from 'vitest'
import { waitingText } from './waiting-text.ts'

const options = { now: new Date('2026-11-20T15:00:00Z'), timeZone: 'UTC' }
const waits = (waitingFor: string | null, waitingUntil: string | null = null) =>
  waitingText({ status: 'waiting', waitingFor, waitingUntil }, options)

test('a wait is told in words, with the time at which it ends', () => {
  expect(waits('time', '2026-11-20T16:30:00Z')).toBe('Waits until 4:30:00 PM')
  expect(waits('time', '2026-11-23T09:00:00Z')).toBe('Waits until Nov 23, 9:00:00 AM')
  expect(waits('reply', '2026-11-20T16:30:00Z')).toBe('Waits for a reply, until 4:30:00 PM')
  expect(waits('reply')).toBe('Waits for a reply')
  expect(waits('receipt', '2026-11-20T16:30:00Z')).toBe('Waits for the delivery receipt, until 4:30:00 PM')
  expect(waits('quiet-hours', '2026-11-21T08:00:00Z')).toBe(
    'Waits for the end of quiet hours, until Nov 21, 8:00:00 AM',
  )
  expect(waits('retry', '2026-11-20T15:00:20Z')).toBe('Tries again at 3:00:20 PM')
  expect(waits('resume')).toBe('Held until the flow is resumed')
})

test('the time is that of the flow', () => {
  const run = { status: 'waiting', waitingFor: 'time', waitingUntil: '2026-11-20T16:30:00Z' } as const
  expect(waitingText({ ...run, timeZone: 'Asia/Tokyo' }, { now: options.now })).toBe('Waits until 1:30:00 AM')
  expect(waitingText({ ...run, timeZone: 'Nowhere/Else' }, { now: options.now })).toMatch(/^Waits until /)
})

test('a queued run waits for its turn, or for its paused flow', () => {
  expect(waitingText({ status: 'queued', waitingFor: null })).toBe('Waits for its turn, after earlier runs')
  expect(waitingText({ status: 'queued', waitingFor: 'resume' })).toBe('Held until the flow is resumed')
})

test('a run that waits for nothing says nothing', () => {
  expect(waitingText({ status: 'running', waitingFor: null })).toBeNull()
})
