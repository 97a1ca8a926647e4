import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Place, pglitePlace, postgresPlace } from './places.ts'
import { contender, heat } from './suite.ts'
import { type Contender, takeTurns } from './turns.ts'

export interface AgainstOptions {
  readonly service: string
  readonly turns: number
  readonly clientCounts: readonly number[]
  readonly durationMs: number
}

/** How this checkout compares with another one on one database, at one number of clients. */
export interface Comparison {
  readonly place: string
  readonly clients: number
  readonly before: number
  readonly now: number
  /** Median of now ÷ before in the same turn. */
  readonly ratio: number
}

/**
 * Measures this checkout against another one, in turns, both started by their own bench. Yields one row for each
 * database and number of clients.
 * @throws Error when the other folder has no bench.
 */
export async function* measureAgainst(checkout: string, options: AgainstOptions): AsyncGenerator<Comparison> {
  const other = await placesOf(checkout)
  yield* compare(pglitePlace, other.pglitePlace, options)
  yield* compare(postgresPlace, other.postgresPlace, options)
}

type MakePlace = () => Promise<Place>

async function placesOf(checkout: string): Promise<{ pglitePlace: MakePlace; postgresPlace: MakePlace }> {
  // The other checkout's module has the functions of this one's: both are this file's neighbours.
  return await import(pathToFileURL(join(resolve(checkout), 'bench/places.ts')).href)
}

async function* compare(
  makeNow: MakePlace,
  makeBefore: MakePlace,
  { service, turns, clientCounts, durationMs }: AgainstOptions,
): AsyncGenerator<Comparison> {
  await using running = new AsyncDisposableStack()
  const start = async (name: string, makePlace: MakePlace): Promise<Contender & { readonly place: string }> => {
    const place = await makePlace()
    running.defer(() => place.remove())
    const runtime = await place.start(service)
    running.defer(async () => void (await runtime.process.stop()))
    return { ...contender(name, runtime), place: place.name }
  }
  const contenders = [await start('before', makeBefore), await start('now', makeNow)]
  for (const { url, headers } of contenders) await heat(url, headers)
  for (const clients of clientCounts) {
    const [before, now] = await takeTurns(contenders, { turns, clients, durationMs })
    if (before === undefined || now === undefined) throw new Error('Both took part.')
    const place = contenders[1]?.place ?? ''
    yield { place, clients, before: before.perSecond, now: now.perSecond, ratio: now.against('before') }
  }
}

/** The rows as a table of runs a second. */
export function againstTable(rows: readonly Comparison[]): string {
  const head = ['| Candidate | Clients | before, runs/s | now, runs/s | now ÷ before |', '|---|---|---|---|---|']
  const lines = rows.map(
    ({ place, clients, before, now, ratio }) =>
      `| ${place} | ${clients} | ${before.toFixed(0)} | ${now.toFixed(0)} | ${ratio.toFixed(2)} |`,
  )
  return [...head, ...lines].join('\n')
}
