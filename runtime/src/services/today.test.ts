import { expect, it } from 'vitest'
import type { QuarterCounts } from '../store/repositories/day-counts.ts'
import { createToday } from './today.ts'

const noon = new Date('2026-11-20T17:10:00Z')

function quarter(at: string, over: Partial<QuarterCounts>): QuarterCounts {
  return { quarter: new Date(at), received: 0, sent: 0, runs: 0, failed: 0, caught: 0, opened: 0, closed: 0, ...over }
}

function rig(quarters: readonly QuarterCounts[], now = noon) {
  const asked: string[] = []
  let clockMs = 0
  const counts = {
    since: async (from: Date) => {
      asked.push(from.toISOString())
      return quarters
    },
  }
  const troubles = { list: async () => [{ id: 'a', name: 'CRM', state: 'refused' } as const] }
  const today = createToday({ counts, troubles, now: () => now, clock: () => clockMs })
  return { today, asked, pass: (ms: number) => (clockMs += ms) }
}

it('adds the quarters up by the hours of the day in the zone', async () => {
  const { today, asked } = rig([
    quarter('2026-11-20T17:00:00Z', { received: 3, runs: 2, failed: 1, caught: 1 }),
    quarter('2026-11-20T17:15:00Z', { received: 1, sent: 4, opened: 2, closed: 1 }),
    quarter('2026-11-20T05:00:00Z', { sent: 1 }),
  ])
  const { hours, accounts } = await today.get('America/New_York')
  expect(accounts).toEqual([{ id: 'a', name: 'CRM', state: 'refused' }])
  expect(asked).toEqual(['2026-11-20T05:00:00.000Z'])
  expect(hours).toHaveLength(24)
  const none = { received: 0, sent: 0, runs: 0, failed: 0, caught: 0, opened: 0, closed: 0 }
  expect(hours[0]).toEqual({ ...none, at: '2026-11-20T05:00:00.000Z', sent: 1 })
  const noon = { at: '2026-11-20T17:00:00.000Z', received: 4, sent: 4, runs: 2, failed: 1, caught: 1 }
  expect(hours[12]).toEqual({ ...noon, opened: 2, closed: 1 })
})

it('has 23 or 25 hours on days on which clocks change', async () => {
  const lengthOn = async (now: string) => (await rig([], new Date(now)).today.get('America/New_York')).hours.length
  expect([await lengthOn('2026-03-08T17:00:00Z'), await lengthOn('2026-11-01T17:00:00Z')]).toEqual([23, 25])
})

it('counts again once what it knows is some seconds old, and once for all who ask at a time', async () => {
  const { today, asked, pass } = rig([])
  await Promise.all([today.get('UTC'), today.get('UTC')])
  pass(4_000)
  await today.get('UTC')
  expect(asked).toHaveLength(1)
  pass(2_000)
  await today.get('UTC')
  expect(asked).toHaveLength(2)
})
