import type { Synchronization } from '@patchbay/shared/api'
import { ApiProblem } from '../api/problem.ts'
import { serverNow } from '../ui/clock.ts'

const BUSY_MS = 1_000
const CALM_MS = 15_000

interface Known {
  readonly data: readonly Synchronization[] | undefined
  /** Why the last reading failed. */
  readonly error: Error | null
}

/** How long the page waits before it reads the synchronizations of an account again. False: nothing will change. */
export function pauseMs({ data = [], error }: Known): number | false {
  if (error instanceof ApiProblem && error.status === 404) return false
  if (error !== null) return CALM_MS
  if (data.some((one) => isBusy(one))) return BUSY_MS
  return data.some(({ isOn }) => isOn) && CALM_MS
}

/** A call is under way, or about to be made. */
export function isBusy({ state, dueAt }: Pick<Synchronization, 'state' | 'dueAt'>): boolean {
  return state !== 'off' && dueAt !== null && Date.parse(dueAt) <= serverNow()
}
