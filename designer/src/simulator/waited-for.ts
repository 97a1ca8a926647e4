import type { Address, RunListItem } from '@patchbay/shared/api'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@patchbay/shared/time'

/** The latest run of one of our addresses that waits for something that time brings. */
export function runInWait(runs: readonly RunListItem[], { channel, value }: Address): RunListItem | undefined {
  return runs.find(
    (run) =>
      run.status === 'waiting' &&
      run.waitingUntil !== null &&
      run.waitingFor !== 'resume' &&
      run.channel === channel &&
      run.address === value,
  )
}

const units = [
  { unit: 'day', ms: DAY_MS },
  { unit: 'hour', ms: HOUR_MS },
  { unit: 'minute', ms: MINUTE_MS },
  { unit: 'second', ms: SECOND_MS },
] as const

export interface RoughTime {
  readonly amount: number
  readonly unit: (typeof units)[number]['unit']
}

/** How long that is, as one would say it: in its largest unit, rounded up, since the wait is over after it. */
export function roughTime(ms: number): RoughTime {
  const found = units.find((unit) => ms >= 1.9 * unit.ms || Math.abs(ms - unit.ms) <= TOLERANCE * unit.ms)
  const { unit, ms: unitMs } = found ?? { unit: 'second', ms: SECOND_MS }
  return { amount: Math.max(1, Math.ceil(ms / unitMs - TOLERANCE)), unit }
}

/** The clocks of browser and server differ by a moment, which must not make three hours of two. */
const TOLERANCE = 0.05
