import { Pool } from 'undici'

/** What a client is told to do, as JSON in its first argument. */
export interface Load {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly warmUpMs: number
  readonly durationMs: number
  /** Closed loop: so many at once. */
  readonly clients: number
  /** Open loop: so many a second, whatever comes back. */
  readonly rate?: number
  /** Of the warm-up, where it is not that of the load. */
  readonly warmUpRate?: number
}

/** What it measured, as one line of JSON. */
export interface Measured {
  readonly count: number
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly refused: number
  /** Refusals that said when to come again. */
  readonly refusedWithRetryAfter: number
  readonly failed: number
  /** Answers of the warm-up. */
  readonly warmUpCount: number
  /** Processor time of this process, warm-up included. */
  readonly cpuMicros: number
}

const load: Load = JSON.parse(process.argv[2] ?? '{}')
const { origin, pathname } = new URL(load.url)
const pool = new Pool(origin, { connections: load.clients, pipelining: 1 })
const headers = { 'content-type': 'application/json', ...load.headers }
let times: number[] = []
let refused = 0
let refusedWithRetryAfter = 0
let failed = 0

async function call(): Promise<void> {
  const began = performance.now()
  try {
    const reply = await pool.request({ path: pathname, method: 'POST', headers, body: '{"city":"Miami"}' })
    await reply.body.dump({ limit: 1_000_000 })
    if (reply.statusCode === 429) {
      refused += 1
      if (reply.headers['retry-after'] !== undefined) refusedWithRetryAfter += 1
    } else if (reply.statusCode >= 300) failed += 1
    else times.push(performance.now() - began)
  } catch {
    failed += 1
  }
}

function reset(): void {
  times = []
  refused = 0
  refusedWithRetryAfter = 0
  failed = 0
}

async function closedLoop(durationMs: number): Promise<number> {
  const began = performance.now()
  const one = async () => {
    while (performance.now() - began < durationMs) await call()
  }
  await Promise.all(Array.from({ length: load.clients }, one))
  return performance.now() - began
}

async function openLoop(rate: number, durationMs: number): Promise<number> {
  const began = performance.now()
  const underWay = new Set<Promise<void>>()
  let sent = 0
  while (performance.now() - began < durationMs) {
    const due = ((performance.now() - began) / 1000) * rate
    for (; sent < due; sent += 1) {
      const one = call()
      underWay.add(one)
      void one.finally(() => underWay.delete(one))
    }
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  const elapsed = performance.now() - began
  await Promise.all(underWay)
  return elapsed
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

const loop = (ms: number, rate = load.rate) => (rate === undefined ? closedLoop(ms) : openLoop(rate, ms))
if (load.warmUpMs > 0) await loop(load.warmUpMs, load.warmUpRate)
const warmUpCount = times.length
reset()
const elapsed = await loop(load.durationMs)
const sorted = times.toSorted((left, right) => left - right)
const { user, system } = process.cpuUsage()
const measured: Measured = {
  count: sorted.length,
  perSecond: (sorted.length / elapsed) * 1000,
  p50: percentile(sorted, 0.5),
  p99: percentile(sorted, 0.99),
  refused,
  refusedWithRetryAfter,
  failed,
  warmUpCount,
  cpuMicros: user + system,
}
process.stdout.write(`measured ${JSON.stringify(measured)}\n`)
await pool.close()
