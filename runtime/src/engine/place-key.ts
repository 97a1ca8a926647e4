import { DAY_MS } from '@patchbay/shared/time'
import type { DedupeClaim } from '../store/runs/run-records.ts'

/** How long a place counts as taken: longer than every process may be down between two commits. */
const TAKEN_MS = 7 * DAY_MS

/**
 * The key by which a run that another one starts is stored once.
 * @param key the place that the new run takes among those of the other one
 */
export function placeKey(runId: string, key: string, now: Date): DedupeClaim {
  return { credential: `run:${runId}`, key, bodyHash: '', expiresAt: new Date(now.getTime() + TAKEN_MS) }
}
