import { cpuPerRun, cpuTimes } from './cpu.ts'
import { measure } from './measure.ts'
import { overload } from './overload.ts'
import { type BenchRuntime, readBack } from './patchbay.ts'
import type { Place } from './places.ts'
import type { Result } from './report.ts'
import { type Contender, type Standing, takeTurns } from './turns.ts'

export interface SuiteOptions {
  readonly service: string
  readonly durationMs: number
  readonly warmUpMs: number
  readonly clientCounts: readonly number[]
  readonly startedAt: Date
  /** So many finished runs are added, and the middle load is compared with that on such a place, which stays empty. */
  readonly history?: { readonly runs: number; readonly makeTwin: () => Promise<Place> }
  /** So long at twice the capacity. */
  readonly overloadMs?: number
  /** So many runs in all, to see whether the memory stays. */
  readonly soak?: number
  readonly profiles?: string
}

/** The load that everything but the table is measured with. */
export const CLIENTS = 32
/** With a full and with an empty history. */
const TURNS = 7
/** Longer than a compiler takes to find out what is called often; one client alone would take minutes for it. */
const HEAT_MS = 6_000

/** Once for each process, before anything is measured. */
export async function heat(url: string, headers: Readonly<Record<string, string>>): Promise<void> {
  await measure({ url, headers, clients: CLIENTS, durationMs: HEAT_MS, warmUpMs: 0 })
}

/** Patchbay where it answers at the end of the run. */
export function contender(name: string, { url, waitHeaders, process, commits }: BenchRuntime): Contender {
  return { name, url, headers: waitHeaders, meters: { pid: process.pid, commits } }
}

const START_MS = 5_000
/** A session of Postgres tells what it counted at most ten seconds after it has become idle. */
const COUNTED_AFTER_MS = 11_000
/** The runtime gives memory back once it has been idle for two looks of twenty seconds. */
const SETTLE_MS = 45_000

/** Everything that is measured on one database: rows for the table, and sentences for the report. */
export async function* measurePlace(place: Place, options: SuiteOptions): AsyncGenerator<Result | string> {
  const disk = await place.diskBytes().catch(() => 0)
  let runtime = await place.start(options.service, options.profiles)
  try {
    await new Promise((resolve) => setTimeout(resolve, START_MS))
    yield `memory at rest ${(await runtime.memory()).toFixed(0)} MB`
    if (place.commitMs !== undefined) yield `one commit takes ${(await place.commitMs()).toFixed(2)} ms`
    const runs = { count: 0 }
    const before = await countSyncs(place, runtime)
    for await (const result of table(place, runtime, options)) {
      runs.count += result.measured.count
      yield result
    }
    const after = await countSyncs(place, runtime)
    if (before !== undefined && after !== undefined) {
      const syncs = after.syncs - before.syncs
      yield `${syncs} syncs of its log for ${after.commits - before.commits} commits of the run writer`
    }
    yield await readBackLine(runtime, options.startedAt)
    yield `memory after the load ${(await runtime.memory()).toFixed(0)} MB`
    if (options.soak !== undefined) yield* soak(runtime, runs.count, options.soak)
    if (options.overloadMs !== undefined) {
      for (const line of await overload(runtime, await capacity(runtime, options), options.overloadMs)) yield line
      yield `memory at rest after all that ${(await settled(runtime)).toFixed(0)} MB`
    }
    if (options.history !== undefined) {
      const { runs, makeTwin } = options.history
      await runtime.process.stop()
      await place.fill(runs, options.startedAt)
      yield `disk for ${runs} runs ${megabytes((await place.diskBytes()) - disk)} MB`
      runtime = await place.start(options.service)
      const twin = await makeTwin()
      try {
        const [full, empty] = await besideTwin(runtime, twin, options)
        if (full === undefined || empty === undefined) throw new Error('Both took part.')
        yield `with ${runs} runs stored: ${full.perSecond.toFixed(0)} runs/s, ${full.against(empty.name).toFixed(2)} × of ${empty.perSecond.toFixed(0)} with an empty history; medians of ${TURNS} turns`
        yield* acceptsBesideChores(place, runtime, full.perSecond / 2)
      } finally {
        // Not earlier: the disk would be busy with it.
        await twin.remove()
      }
    }
  } finally {
    await runtime.process.stop()
  }
  yield await place.durability()
}

async function* table(place: Place, runtime: BenchRuntime, options: SuiteOptions): AsyncGenerator<Result> {
  const { durationMs, warmUpMs } = options
  await heat(runtime.url, runtime.waitHeaders)
  for (const clients of options.clientCounts) {
    const load = { url: runtime.url, headers: runtime.waitHeaders, clients, warmUpMs: 0 }
    await measure({ ...load, durationMs: warmUpMs })
    const before = { commits: await runtime.commits(), cpu: cpuTimes(runtime.process.pid) }
    const measured = await measure({ ...load, durationMs })
    const cpu = cpuPerRun(before.cpu, cpuTimes(runtime.process.pid), measured.count)
    const commitsPerRun = ((await runtime.commits()) - before.commits) / Math.max(1, measured.count)
    yield { candidate: place.name, clients, measured, commitsPerRun, cpu }
  }
}

/** Runs a second of the middle load. */
async function capacity(runtime: BenchRuntime, { durationMs, warmUpMs }: SuiteOptions): Promise<number> {
  const load = { url: runtime.url, headers: runtime.waitHeaders, clients: CLIENTS }
  return (await measure({ ...load, durationMs, warmUpMs })).perSecond
}

/** Syncs of the database's log and commits of the run writer so far, where the database counts them. */
async function countSyncs(
  { walSyncs }: Place,
  runtime: BenchRuntime,
): Promise<{ readonly syncs: number; readonly commits: number } | undefined> {
  if (walSyncs === undefined) return undefined
  await new Promise((resolve) => setTimeout(resolve, COUNTED_AFTER_MS))
  return { syncs: await walSyncs(), commits: await runtime.commits() }
}

async function readBackLine({ driver }: BenchRuntime, since: Date): Promise<string> {
  const { read, incomplete } = await readBack(driver, { wanted: 1_000, since })
  return `read back all steps of ${read} random runs, ${incomplete} of them incomplete`
}

async function* soak(runtime: BenchRuntime, from: number, to: number): AsyncGenerator<string> {
  const figures: string[] = []
  let count = from
  while (count < to) {
    const load = { url: runtime.url, headers: runtime.waitHeaders, clients: CLIENTS }
    count += (await measure({ ...load, durationMs: 10_000, warmUpMs: 0 })).count
    figures.push(`${(await runtime.memory()).toFixed(0)} MB after ${count}`)
  }
  const rest = await settled(runtime)
  yield `memory while runs go on: ${figures.filter((_, index) => index % 3 === 2).join(', ')}; at rest again ${rest.toFixed(0)} MB`
}

/** A full history against an empty one. */
async function besideTwin(runtime: BenchRuntime, twin: Place, options: SuiteOptions): Promise<readonly Standing[]> {
  const emptyRuntime = await twin.start(options.service)
  try {
    const contenders = [contender('full', runtime), contender('empty', emptyRuntime)]
    for (const { url, headers } of contenders) await heat(url, headers)
    return await takeTurns(contenders, { turns: TURNS, clients: CLIENTS, durationMs: options.durationMs })
  } finally {
    await emptyRuntime.process.stop()
  }
}

async function* acceptsBesideChores(place: Place, runtime: BenchRuntime, rate: number): AsyncGenerator<string> {
  const accepts = { url: runtime.url, headers: runtime.headers, clients: 256, warmUpMs: 0, rate }
  const alone = await measure({ ...accepts, durationMs: 5_000 })
  yield `accepting at half of that: p50 ${alone.p50.toFixed(1)} ms, p99 ${alone.p99.toFixed(1)} ms`
  for (const chore of place.chores) {
    const began = performance.now()
    const work = chore.work(runtime).then(() => performance.now() - began)
    const beside = await measure({ ...accepts, durationMs: 8_000 })
    const seconds = ((await work) / 1000).toFixed(1)
    yield `accepting beside ${chore.name} of ${seconds} s: p50 ${beside.p50.toFixed(1)} ms, p99 ${beside.p99.toFixed(1)} ms`
  }
}

/** Memory once nothing has happened for a while. */
async function settled(runtime: BenchRuntime): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
  return runtime.memory()
}

function megabytes(bytes: number): string {
  return (bytes / 1024 ** 2).toFixed(0)
}
