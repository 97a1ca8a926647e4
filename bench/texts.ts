import type { MakePlace } from './against.ts'
import { type Child, startChild } from './child.ts'
import { addTimes, type CpuTimes, cpuPerRun, cpuTimes, timesBetween } from './cpu.ts'
import { median, medianRatio } from './median.ts'
import type { TextLoad, TextMeasured, TextPath } from './text-client.ts'
import { setTextScene } from './text-scene.ts'

const WARM_UP_MS = 1_000
const HEAT_MS = 4_000

export interface TextsOptions {
  readonly service: string
  readonly turns: number
  readonly clientCounts: readonly number[]
  readonly durationMs: number
  /** Processes of the bench, by name. */
  readonly processes: Readonly<Record<string, number>>
}

/** One path of one candidate at one number of clients. */
export interface TextRow {
  readonly place: string
  /** `now`, or another checkout. */
  readonly candidate: string
  readonly path: TextPath
  readonly clients: number
  /** Of each turn. */
  readonly rates: readonly number[]
  readonly p50s: readonly number[]
  readonly failed: number
  /** Processor time of one passage, by who used it. */
  readonly cpu: string
}

interface Track {
  readonly place: string
  readonly candidate: string
  readonly path: TextPath
  readonly pid: number
  readonly load: Omit<TextLoad, 'clients' | 'durationMs' | 'warmUpMs'>
}

/**
 * In turns, from the request to the arrival at the gateway: a signed text → GET → extract → text out; an event by API → GET
 * → extract → POST; a text, two questions with their answers, and a last text.
 * @param places the same database as each candidate starts it, by the candidate's name
 */
export async function* measureTexts(
  places: Readonly<Record<string, MakePlace>>,
  options: TextsOptions,
): AsyncGenerator<TextRow> {
  await using running = new AsyncDisposableStack()
  const gateway = await startChild('text-client.ts', { ready: /^gateway at (\S+)$/ })
  running.defer(() => gateway.stop())
  const tracks: Track[] = []
  for (const [candidate, makePlace] of Object.entries(places)) {
    const place = await makePlace()
    running.defer(() => place.remove())
    const runtime = await place.start(options.service)
    running.defer(async () => void (await runtime.process.stop()))
    const loads = await setTextScene(runtime, gateway, options.service)
    for (const load of Object.values(loads)) {
      tracks.push({ place: place.name, candidate, path: load.path, pid: runtime.process.pid, load })
    }
  }
  for (const { load } of tracks) await ask(gateway, { ...load, clients: 32, durationMs: HEAT_MS, warmUpMs: 0 })
  for (const clients of options.clientCounts) yield* takeTurns(tracks, gateway, clients, options)
}

async function* takeTurns(
  tracks: readonly Track[],
  gateway: Child,
  clients: number,
  { turns, durationMs, processes }: TextsOptions,
): AsyncGenerator<TextRow> {
  const measured = new Map<Track, TextMeasured[]>(tracks.map((track) => [track, []]))
  const times = new Map<Track, CpuTimes>()
  for (let turn = 0; turn < turns; turn += 1) {
    const first = turn % tracks.length
    for (const track of [...tracks.slice(first), ...tracks.slice(0, first)]) {
      const read = () => cpuTimes(track.pid, { ...processes, gateway: gateway.pid })
      const before = read()
      measured.get(track)?.push(await ask(gateway, { ...track.load, clients, durationMs, warmUpMs: WARM_UP_MS }))
      times.set(track, addTimes(times.get(track) ?? {}, timesBetween(before, read())))
    }
  }
  for (const [track, found] of measured) {
    const { place, candidate, path } = track
    const arrived = found.reduce((sum, one) => sum + one.arrived, 0)
    yield {
      place,
      candidate,
      path,
      clients,
      rates: found.map(({ perSecond }) => perSecond),
      p50s: found.map(({ p50 }) => p50),
      failed: found.reduce((sum, one) => sum + one.failed, 0),
      cpu: cpuPerRun({}, times.get(track) ?? {}, arrived),
    }
  }
}

const titles = { text: 'text', api: 'event by API', talk: 'two questions' } as const satisfies Record<TextPath, string>

/** Medians, the ratios of the same turn, and processor time. */
export function textsTable(rows: readonly TextRow[]): string {
  const head = [
    '| Candidate | Clients | Path | a second | p50 ms | × API path | p50 × API path | × before | p50 × before | failed |',
    '|---|---|---|---|---|---|---|---|---|---|',
  ]
  const lines = rows.map((row) => {
    const api = rows.find((other) => isBeside(other, row) && other.candidate === row.candidate && other.path === 'api')
    const before = rows.find((other) => isBeside(other, row) && other.candidate === 'before' && other.path === row.path)
    const figures = [
      nameOf(row),
      row.clients,
      titles[row.path],
      median(row.rates).toFixed(0),
      median(row.p50s).toFixed(2),
      ...ratios(row, row.path === 'api' ? undefined : api),
      ...ratios(row, row === before ? undefined : before),
      row.failed,
    ]
    return `| ${figures.join(' | ')} |`
  })
  const times = rows.map((row) => `| ${nameOf(row)} | ${row.clients} | ${titles[row.path]} | ${row.cpu} |`)
  return [
    ...head,
    ...lines,
    '',
    '| Candidate | Clients | Path | Processor time of one |',
    '|---|---|---|---|',
    ...times,
  ].join('\n')
}

function nameOf({ place, candidate }: TextRow): string {
  return `${place}, ${candidate}`
}

function isBeside(left: TextRow, right: TextRow): boolean {
  return left.place === right.place && left.clients === right.clients
}

function ratios(row: TextRow, other: TextRow | undefined): readonly string[] {
  if (other === undefined) return ['', '']
  return [medianRatio(row.rates, other.rates).toFixed(2), medianRatio(row.p50s, other.p50s).toFixed(2)]
}

async function ask(gateway: Child, load: TextLoad): Promise<TextMeasured> {
  const answer = await fetch(`${gateway.ready}/measure`, { method: 'POST', body: JSON.stringify(load) })
  // Written by `text-client.ts`.
  return (await answer.json()) as TextMeasured
}
