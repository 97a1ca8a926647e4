import type { FlowSettings } from '@patchbay/shared/flow'
import { describe, expect, it } from 'vitest'
import { dueTicks } from './due-ticks.ts'

const hourly = { kind: 'hourly', minute: 0 } as const

function due(from: string, now: string, missedTicks?: FlowSettings['missedTicks'], missedBefore = 0) {
  const times = { due: new Date(`2026-11-20T${from}Z`), now: new Date(`2026-11-20T${now}Z`) }
  const found = dueTicks({ schedule: hourly, timeZone: 'UTC', missedTicks, missedBefore, ...times })
  const start = found.start.map(({ tick, missed }) => `${tick.toISOString().slice(11, 16)} ${missed}`)
  return { start, missed: found.missed }
}

describe('ticks that are due', () => {
  it.each([undefined, 'skip', 'run-once', 'run-all'] as const)(
    'start when they are at most five minutes late: %s',
    (mode) => {
      expect(due('09:00:00', '09:00:00', mode)).toEqual({ start: ['09:00 0'], missed: 0 })
      expect(due('09:00:00', '09:05:00', mode)).toEqual({ start: ['09:00 0'], missed: 0 })
    },
  )

  it('are left out and counted when they are later', () => {
    expect(due('09:00:00', '09:05:01')).toEqual({ start: [], missed: 1 })
    expect(due('09:00:00', '11:30:00', 'skip', 4)).toEqual({ start: [], missed: 7 })
    expect(due('09:00:00', '12:01:00')).toEqual({ start: ['12:00 3'], missed: 0 })
  })

  it('start one run for all that were missed, if the flow says so', () => {
    expect(due('09:00:00', '11:30:00', 'run-once')).toEqual({ start: ['11:00 2'], missed: 0 })
    expect(due('09:00:00', '12:01:00', 'run-once')).toEqual({ start: ['11:00 2', '12:00 0'], missed: 0 })
  })

  it('start a run for each one that was missed, if the flow says so', () => {
    expect(due('09:00:00', '12:01:00', 'run-all').start).toEqual(['09:00 0', '10:00 0', '11:00 0', '12:00 0'])
  })

  it('are made up for no more than thirty days and a thousand times', () => {
    const years = { due: new Date('2020-01-01T00:00:00Z'), now: new Date('2026-11-20T09:30:00Z') }
    const all = { timeZone: 'UTC', missedTicks: 'run-all', missedBefore: 0, ...years } as const
    expect(dueTicks({ ...all, schedule: hourly }).start).toHaveLength(30 * 24)
    const found = dueTicks({ ...all, schedule: { kind: 'minutes', every: 1 } })
    // A thousand caught up, and those of the last five minutes.
    expect(found.start).toHaveLength(1_000 + 6)
    expect(found.start.at(-1)?.tick).toEqual(new Date('2026-11-20T09:30:00Z'))
    expect(found.start[0]?.missed).toBe(30 * 1_440 - 1_006)
  })
})
