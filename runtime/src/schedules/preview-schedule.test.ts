import { describe, expect, it } from 'vitest'
import { previewSchedule } from './preview-schedule.ts'

const now = new Date('2026-03-27T12:00:00Z')
const timeZone = 'Europe/Berlin'

describe('the preview of a schedule', () => {
  it('shows the next five times on the clock of the zone, also where it changes', () => {
    expect(previewSchedule({ inputs: { frequency: 'daily', time: '09:00' }, timeZone }, now).times).toEqual([
      '2026-03-28T09:00:00+01:00',
      '2026-03-29T09:00:00+02:00',
      '2026-03-30T09:00:00+02:00',
      '2026-03-31T09:00:00+02:00',
      '2026-04-01T09:00:00+02:00',
    ])
  })

  it.each([
    [{ time: '25:00' }, timeZone, 'inputs.time'],
    [{ frequency: 'cron', cron: '0 9 31 2 *' }, timeZone, 'inputs.cron'],
    [{ frequency: 'cron', cron: '0 9 * * moon' }, timeZone, 'inputs.cron'],
    [{}, 'Mars/Olympus', 'timeZone'],
  ])('names what is wrong in %j, %s', (inputs, zone, path) => {
    expect(() => previewSchedule({ inputs, timeZone: zone }, now)).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', errors: [expect.objectContaining({ path })] }),
    )
  })
})
