import { addTimes, type CpuTimes, cpuPerRun, cpuTimes, timesBetween } from './cpu.ts'
import { measure } from './measure.ts'
import { median, medianRatio } from './median.ts'

/** Who is measured: it runs all the time, and idles while it is not its turn. */
export interface Contender {
  readonly name: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Of a Patchbay. */
  readonly meters?: Meters
}

/** What is read before and after a turn. */
export interface Meters {
  readonly pid: number
  /** How many groups of records were committed so far. */
  commits(): Promise<number>
}

export interface TurnOptions {
  readonly turns: number
  readonly clients: number
  readonly durationMs: number
  /** Processes of the bench, by name. */
  readonly processes?: Readonly<Record<string, number>>
}

export interface Standing {
  readonly name: string
  /** Medians of its turns. */
  readonly perSecond: number
  readonly p50: number
  readonly failed: number
  /** Over all turns. */
  readonly commitsPerRun?: number
  /** Processor time of one run, by who used it. */
  readonly cpu?: string
  /** Median of its ratio to that other one in the same turn: of runs a second, and of the median time of a run. */
  against(name: string): number
  p50Against(name: string): number
}

interface Tally {
  readonly rates: number[]
  readonly p50s: number[]
  runs: number
  failed: number
  commits: number
  cpu: CpuTimes
}

/** Of each turn: they are warm by then, but the load comes from a new process. */
const WARM_UP_MS = 1_000

/**
 * Measures several in turns, who went first going last in the next one. For minutes on end a machine can be half as
 * fast as before: what is compared has to be measured within seconds.
 */
export async function takeTurns(contenders: readonly Contender[], options: TurnOptions): Promise<readonly Standing[]> {
  const tallies = new Map(contenders.map((contender) => [contender.name, emptyTally()]))
  for (let turn = 0; turn < options.turns; turn += 1) {
    const first = turn % contenders.length
    for (const contender of [...contenders.slice(first), ...contenders.slice(0, first)]) {
      const tally = tallies.get(contender.name)
      if (tally !== undefined) await takeTurn(contender, tally, options)
    }
  }
  return contenders.map(({ name, meters }) => standingOf(name, meters !== undefined, tallies))
}

async function takeTurn({ url, headers, meters }: Contender, tally: Tally, options: TurnOptions): Promise<void> {
  const { clients, durationMs, processes } = options
  const read = async () => ({
    commits: (await meters?.commits()) ?? 0,
    cpu: meters === undefined ? {} : cpuTimes(meters.pid, processes),
  })
  const before = await read()
  const measured = await measure({ url, headers, clients, durationMs, warmUpMs: WARM_UP_MS })
  const after = await read()
  tally.rates.push(measured.perSecond)
  tally.p50s.push(measured.p50)
  tally.runs += measured.count + measured.warmUpCount
  tally.failed += measured.failed
  tally.commits += after.commits - before.commits
  tally.cpu = addTimes(tally.cpu, { ...timesBetween(before.cpu, after.cpu), client: measured.cpuMicros })
}

function standingOf(name: string, isMetered: boolean, tallies: ReadonlyMap<string, Tally>): Standing {
  const { rates, p50s, runs, failed, commits, cpu } = tallies.get(name) ?? emptyTally()
  return {
    name,
    perSecond: median(rates),
    p50: median(p50s),
    failed,
    ...(isMetered ? { commitsPerRun: commits / Math.max(1, runs), cpu: cpuPerRun({}, cpu, runs) } : {}),
    against: (other) => medianRatio(rates, tallies.get(other)?.rates ?? []),
    p50Against: (other) => medianRatio(p50s, tallies.get(other)?.p50s ?? []),
  }
}

function emptyTally(): Tally {
  return { rates: [], p50s: [], runs: 0, failed: 0, commits: 0, cpu: {} }
}
