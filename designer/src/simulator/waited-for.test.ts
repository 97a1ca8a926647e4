import type { RunListItem } from '@patchbay/shared/api'
import { expect, it } from 'vitest'
import { roughTime, runInWait } from './waited-for.ts'

const ours = { channel: 'sms', value: '+17865550100' }
/** Only what is read of a run. */
const run = (id: string, more: Partial<RunListItem>) =>
  ({ id, status: 'waiting', waitingFor: 'reply', waitingUntil: '2026-11-20T14:06:00Z', ...more }) as RunListItem
const here = { channel: 'sms', address: '+17865550100' }

it.each([
  [2 * 3_600_000, 2, 'hour'],
  [2 * 3_600_000 - 61_000, 2, 'hour'],
  [2 * 3_600_000 + 300, 2, 'hour'],
  [90 * 60_000, 90, 'minute'],
  [3_600_000 - 4_000, 1, 'hour'],
  [30 * 60_000, 30, 'minute'],
  [9_400, 10, 'second'],
  [-5, 1, 'second'],
  [7 * 86_400_000 - 1_000, 7, 'day'],
])('%i ms are %i %s', (ms, amount, unit) => {
  expect(roughTime(ms)).toEqual({ amount, unit })
})

it('time is moved for the latest run that waits at the address of the phone', () => {
  const runs = [
    run('ended', { ...here, status: 'succeeded' }),
    run('paused', { ...here, waitingFor: 'resume' }),
    run('elsewhere', { channel: 'sms', address: '+17865550199' }),
    run('asked', here),
    run('earlier', here),
  ]
  expect(runInWait(runs, ours)?.id).toBe('asked')
  expect(runInWait(runs.slice(0, 3), ours)).toBeUndefined()
})
