import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Place, pglitePlace, postgresPlace } from './places.ts'
import { contender, heat } from './suite.ts'
import { type Contender, type Standing, takeTurns } from './turns.ts'

export interface AgainstOptions {
  readonly service: string
  readonly turns: number
  readonly clientCounts: readonly number[]
  readonly durationMs: number
  /** Processes of the bench, by name. */
  readonly processes: Readonly<Record<string, number>>
}

/** How this checkout compares with another one on one database, at one number of clients. */
export interface Comparison {
  readonly place: string
  readonly clients: number
  readonly before: Standing
  readonly now: Standing
}

export type MakePlace = () => Promise<Place>

/** One database as both checkouts start it, each by its own bench. */
export interface Pair {
  readonly now: MakePlace
  readonly before: MakePlace
}

/**
 * The databases of this checkout beside those of another one.
 * @throws Error when the other folder has no bench.
 */
export async function pairsWith(checkout: string): Promise<readonly Pair[]> {
  // The other checkout's module has the functions of this one's: both are this file's neighbours.
  const other: { readonly pglitePlace: MakePlace; readonly postgresPlace: MakePlace } = await import(
    pathToFileURL(join(resolve(checkout), 'bench/places.ts')).href
  )
  return [
    { now: pglitePlace, before: other.pglitePlace },
    { now: postgresPlace, before: other.postgresPlace },
  ]
}

/** Measures events that wait for their answer on both, in turns. Yields one row for each number of clients. */
export async function* measureAgainst(pair: Pair, options: AgainstOptions): AsyncGenerator<Comparison> {
  const { service, turns, clientCounts, durationMs, processes } = options
  await using running = new AsyncDisposableStack()
  const start = async (name: string, makePlace: MakePlace): Promise<Contender & { readonly place: string }> => {
    const place = await makePlace()
    running.defer(() => place.remove())
    const runtime = await place.start(service)
    running.defer(async () => void (await runtime.process.stop()))
    return { ...contender(name, runtime), place: place.name }
  }
  const contenders = [await start('before', pair.before), await start('now', pair.now)]
  for (const { url, headers } of contenders) await heat(url, headers)
  for (const clients of clientCounts) {
    const [before, now] = await takeTurns(contenders, { turns, clients, durationMs, processes })
    if (before === undefined || now === undefined) throw new Error('Both took part.')
    yield { place: contenders[1]?.place ?? '', clients, before, now }
  }
}

/** The rows as a table of runs a second, times and commits, and one of processor time. */
export function againstTable(rows: readonly Comparison[]): string {
  const head = [
    '| Candidate | Clients | before, runs/s | now, runs/s | now ÷ before | before, p50 ms | now, p50 ms | p50, now ÷ before | commits per run, before → now | failed |',
    '|---|---|---|---|---|---|---|---|---|---|',
  ]
  const lines = rows.map(({ place, clients, before, now }) => {
    const figures = [
      place,
      clients,
      before.perSecond.toFixed(0),
      now.perSecond.toFixed(0),
      now.against('before').toFixed(2),
      before.p50.toFixed(2),
      now.p50.toFixed(2),
      now.p50Against('before').toFixed(2),
      `${before.commitsPerRun?.toFixed(2)} → ${now.commitsPerRun?.toFixed(2)}`,
      before.failed + now.failed,
    ]
    return `| ${figures.join(' | ')} |`
  })
  const times = rows.flatMap(({ place, clients, before, now }) =>
    [before, now].map(({ name, cpu }) => `| ${place}, ${name} | ${clients} | ${cpu} |`),
  )
  return [...head, ...lines, '', '| Candidate | Clients | Processor time of one run |', '|---|---|---|', ...times].join(
    '\n',
  )
}
