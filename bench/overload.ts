import { eventually } from '../runtime/test/helpers/eventually.ts'
import type { Measured } from './client.ts'
import { measure } from './measure.ts'
import type { BenchRuntime } from './patchbay.ts'

/** PATCHBAY_QUEUE_LIMIT as installed. */
const QUEUE_LIMIT = 10_000
const SAMPLED = 500
const WARM_UP_MS = 5_000
/** Each load comes from a new process: it is warm before it counts, at half capacity, so that going past it does count. */
const CLIENT_WARM_UP_MS = 2_000

/** Twice the capacity for this time, in an open loop, compared with half of it. Sentences for the report. */
export async function overload(
  runtime: BenchRuntime,
  capacity: number,
  durationMs: number,
): Promise<readonly string[]> {
  const at = (rate: number, durationMs: number): Promise<Measured> =>
    measure({
      url: runtime.url,
      headers: runtime.headers,
      clients: 256,
      warmUpMs: CLIENT_WARM_UP_MS,
      warmUpRate: capacity / 2,
      durationMs,
      rate,
    })
  // What happens past the capacity is compiled when it happens first.
  await at(capacity * 2, WARM_UP_MS)
  await eventually(async () => (await openRuns(runtime)) === 0, 120_000)
  const half = await at(capacity / 2, 10_000)
  const since = new Date()
  const twice = await at(capacity * 2, durationMs)
  const ended = new Date()
  const began = performance.now()
  await eventually(async () => (await openRuns(runtime)) === 0, 120_000)
  const emptyAfter = (performance.now() - began) / 1000
  const next = await at(capacity / 2, 5_000)
  const delays = await startDelays(runtime, since, ended)
  const ratio = (value: number, base: number) => (value / base).toFixed(1)
  return [
    `half capacity (${(capacity / 2).toFixed(0)}/s): accept p50 ${half.p50.toFixed(1)} ms, p99 ${half.p99.toFixed(1)} ms`,
    `twice capacity for ${durationMs / 1000} s: ${twice.count} accepted, p99 ${twice.p99.toFixed(1)} ms (${ratio(twice.p99, half.p99)} ×); ${twice.refused} refused with 429, ${twice.refusedWithRetryAfter} of them with Retry-After; ${twice.failed} failed`,
    `start delay of ${delays.length} of these runs: longest ${Math.max(0, ...delays).toFixed(1)} s; queue limit ÷ rate is ${(QUEUE_LIMIT / capacity).toFixed(1)} s`,
    `no run was open ${emptyAfter.toFixed(1)} s after the end; half capacity again: accept p50 ${next.p50.toFixed(1)} ms (${ratio(next.p50, half.p50)} ×)`,
  ]
}

/** Seconds from the acceptance of runs of this time to their first action, for runs spread over it. */
async function startDelays({ driver }: BenchRuntime, from: Date, to: Date): Promise<readonly number[]> {
  const delays: number[] = []
  const pieces = SAMPLED / 20
  for (let piece = 0; piece < pieces; piece += 1) {
    const until = new Date(from.getTime() + ((piece + 1) / pieces) * (to.getTime() - from.getTime()))
    for (const { id } of await driver.runs(`?limit=20&to=${encodeURIComponent(until.toISOString())}`)) {
      const { startedAt, steps } = await driver.run(id)
      const first = steps[1]
      if (first === undefined) throw new Error(`Run ${id} was accepted and has not been worked on.`)
      delays.push((new Date(first.startedAt).getTime() - new Date(startedAt).getTime()) / 1000)
    }
  }
  return delays
}

async function openRuns({ driver }: BenchRuntime): Promise<number> {
  const counts = await Promise.all(
    ['queued', 'running'].map(async (status) => (await driver.runs(`?status=${status}&limit=1`)).length),
  )
  return counts.reduce((sum, count) => sum + count, 0)
}
