import { eventually } from '../runtime/test/helpers/eventually.ts'
import type { Measured } from './client.ts'
import { measure } from './measure.ts'
import type { BenchRuntime } from './patchbay.ts'

const MINUTE_MS = 60_000

/** Twice the capacity for a minute, in an open loop, compared with half of it. Sentences for the report. */
export async function overload(runtime: BenchRuntime, capacity: number): Promise<readonly string[]> {
  const at = (rate: number, durationMs: number): Promise<Measured> =>
    measure({ url: runtime.url, headers: runtime.headers, clients: 256, warmUpMs: 0, durationMs, rate })
  const half = await at(capacity / 2, 10_000)
  const twice = await at(capacity * 2, MINUTE_MS)
  const began = performance.now()
  await eventually(async () => (await openRuns(runtime)) === 0, 120_000)
  const emptyAfter = (performance.now() - began) / 1000
  const next = await at(capacity / 2, 5_000)
  return [
    `half capacity (${(capacity / 2).toFixed(0)}/s): accept p50 ${half.p50.toFixed(1)} ms, p99 ${half.p99.toFixed(1)} ms`,
    `twice capacity for 60 s: ${twice.count} accepted, p99 ${twice.p99.toFixed(1)} ms; ${twice.refused} refused with 429, ${twice.refusedWithRetryAfter} of them with Retry-After; ${twice.failed} failed`,
    `no run was open ${emptyAfter.toFixed(1)} s after the end; half capacity again: accept p50 ${next.p50.toFixed(1)} ms`,
  ]
}

async function openRuns({ driver }: BenchRuntime): Promise<number> {
  const counts = await Promise.all(
    ['queued', 'running'].map(async (status) => (await driver.runs(`?status=${status}&limit=1`)).length),
  )
  return counts.reduce((sum, count) => sum + count, 0)
}
