import { nextTicks } from '@patchbay/shared/schedules'
import { DAY_MS } from '@patchbay/shared/time'
import { describe, expect, it } from 'vitest'
import { momentOf } from '../../src/nodes/logic/wait/end-of-wait.ts'

/** A zone with a day on which its clocks change in 2026, and what they do. */
const changes = [
  ['America/New_York', '2026-03-08', '02:00 becomes 03:00'],
  ['America/New_York', '2026-11-01', '02:00 becomes 01:00'],
  ['Europe/Berlin', '2026-03-29', '02:00 becomes 03:00'],
  ['Europe/Berlin', '2026-10-25', '03:00 becomes 02:00'],
  ['Australia/Lord_Howe', '2026-10-04', '02:00 becomes 02:30'],
  ['Australia/Lord_Howe', '2026-04-05', '02:00 becomes 01:30'],
  ['America/Havana', '2026-03-08', '00:00 becomes 01:00'],
  ['America/Nuuk', '2026-03-28', '23:00 becomes 00:00'],
] as const

const timesOfDay = Array.from({ length: 24 * 4 }, (_, quarter) => {
  const [hour, minute] = [Math.floor(quarter / 4), (quarter % 4) * 15]
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
})

describe('Schedule and Wait', () => {
  it('start and end at the same instant at 02:30 of a day without one', () => {
    const now = new Date('2026-03-08T06:00:00Z')
    const [start] = nextTicks({ kind: 'daily', time: '02:30' }, now, 'America/New_York', 1)
    expect(start?.toISOString()).toBe('2026-03-08T07:30:00.000Z')
    expect(momentOf('02:30', now, 'America/New_York').toISOString()).toBe('2026-03-08T07:30:00.000Z')
  })

  it.each(changes)('mean the same by every time of day in %s on %s, where %s', (zone, day, _change) => {
    const now = momentOf(`${day} 00:00`, new Date(`${day}T00:00:00Z`), 'UTC')
    const before = new Date(now.getTime() - DAY_MS)
    for (const time of timesOfDay) {
      const starts = nextTicks({ kind: 'daily', time }, before, zone, 4).map((tick) => tick.toISOString())
      expect(starts, time).toContain(momentOf(`${day} ${time}`, before, zone).toISOString())
    }
  })

  it('refuse the same names of zones', () => {
    const now = new Date('2026-01-01T00:00:00Z')
    for (const zone of ['Mars/Base', '']) {
      const refusal = `"${zone}" is no time zone. Choose one such as America/New_York in the settings of the flow.`
      expect(() => nextTicks({ kind: 'hourly', minute: 0 }, now, zone, 1)).toThrow(refusal)
      expect(() => momentOf('09:00', now, zone)).toThrow(refusal)
    }
  })
})
