import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from '../scripts/build.ts'
import { againstTable, type Comparison, type MakePlace, measureAgainst, pairsWith } from './against.ts'
import { type Child, startChild } from './child.ts'
import { machineFacts } from './facts.ts'
import { measure } from './measure.ts'
import { median } from './median.ts'
import { installNodeRed, startNodeRed } from './node-red.ts'
import { type Place, pglitePlace, postgresPlace } from './places.ts'
import { profileTable } from './profile.ts'
import { cpuTable, HANDLER, NODE_RED, type Result, table, turnsTable, writeReport } from './report.ts'
import { CLIENTS, contender, heat, measurePlace, type SuiteOptions } from './suite.ts'
import { measureTexts, type TextRow, type TextsOptions, textsTable } from './texts.ts'
import { type Contender, takeTurns } from './turns.ts'

/**
 * `npm run bench`: the weather flow by API with wait, against a hand-written handler that stores nothing and
 * Node-RED, on one machine in one run. `-- --profile` adds where the time goes, `--history 1000000` a full
 * history, `--overload` a minute at twice the capacity (or `--overload-seconds`), `--soak 200000` memory over that
 * many runs, `--turns 7` all of them in turns at 32 clients, `--seconds` the length of each measurement.
 * `--texts` measures the text path and a conversation beside the API path, and nothing else. `--against <folder>` measures
 * this checkout in turns with another one, and nothing else; with `--texts` only the texts.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '4' },
    profile: { type: 'boolean', default: false },
    history: { type: 'string' },
    overload: { type: 'boolean', default: false },
    'overload-seconds': { type: 'string', default: '60' },
    soak: { type: 'string' },
    turns: { type: 'string' },
    only: { type: 'string' },
    against: { type: 'string' },
    texts: { type: 'boolean', default: false },
  },
})
const durationMs = Number(values.seconds) * 1000
const warmUpMs = Math.min(3_000, durationMs)
const clientCounts = [1, 32, 128]
const startedAt = new Date()
const results: Result[] = []
const lines: string[] = []

function say(line: string): void {
  lines.push(line)
  process.stdout.write(`${line}\n`)
}

function tell(result: Result): void {
  const { candidate, clients, measured, cpu } = result
  results.push(result)
  const line = `${candidate}, ${clients} clients: ${measured.perSecond.toFixed(0)} runs/s`
  process.stdout.write(`${line}${cpu === undefined ? '' : ` (for one run: ${cpu})`}\n`)
}

async function measureAll(candidate: string, url: string, headers: Readonly<Record<string, string>>): Promise<void> {
  await heat(url, headers)
  for (const clients of clientCounts) {
    tell({ candidate, clients, measured: await measure({ url, headers, clients, durationMs, warmUpMs }) })
  }
}

async function onPatchbay(makePlace: () => Promise<Place>, service: string, profiles?: string): Promise<void> {
  const place = await makePlace()
  try {
    for await (const finding of measurePlace(place, suiteOptions(service, makePlace, profiles))) {
      if (typeof finding === 'string') say(`- ${place.name}: ${finding}`)
      else tell(finding)
    }
  } finally {
    await place.remove()
  }
}

function suiteOptions(service: string, makeTwin: () => Promise<Place>, profiles: string | undefined): SuiteOptions {
  return {
    service,
    durationMs,
    warmUpMs,
    clientCounts,
    startedAt,
    ...(values.overload ? { overloadMs: Number(values['overload-seconds']) * 1000 } : {}),
    ...(values.history === undefined ? {} : { history: { runs: Number(values.history), makeTwin } }),
    ...(values.soak === undefined ? {} : { soak: Number(values.soak) }),
    ...(profiles === undefined ? {} : { profiles }),
  }
}

/** Where the time goes is asked on Postgres, whose own work is not the main process's. */
async function onPostgres(service: string): Promise<void> {
  if (!values.profile) return onPatchbay(postgresPlace, service)
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-profiles-'))
  try {
    await onPatchbay(postgresPlace, service, folder)
    say(`\n## Where the time of the main thread goes (Postgres)\n\n${profileTable(folder)}\n`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function startHandler(service: string): Promise<Child & { readonly url: string }> {
  const handler = await startChild('handler.ts', { args: [service], ready: /^handler at (\S+)$/ })
  return { ...handler, url: `${handler.ready}/run` }
}

async function onHandler(service: string): Promise<void> {
  const handler = await startHandler(service)
  await measureAll(HANDLER, handler.url, {}).finally(() => handler.stop())
}

async function onNodeRed(service: string): Promise<void> {
  const problem = installNodeRed()
  if (problem !== undefined) return say(`- ${problem}`)
  const nodeRed = await startNodeRed(service)
  await measureAll(NODE_RED, nodeRed.url, {}).finally(() => nodeRed.stop())
}

/** All of them run at the same time, and one is measured. */
async function inTurns(service: string, turns: number): Promise<void> {
  await using running = new AsyncDisposableStack()
  const contenders: Contender[] = []
  const handler = await startHandler(service)
  running.defer(() => handler.stop())
  contenders.push({ name: HANDLER, url: handler.url, headers: {} })
  const problem = installNodeRed()
  if (problem === undefined) {
    const nodeRed = await startNodeRed(service)
    running.defer(() => nodeRed.stop())
    contenders.push({ name: NODE_RED, url: nodeRed.url, headers: {} })
  }
  for (const makePlace of [pglitePlace, postgresPlace]) {
    const place = await makePlace()
    running.defer(() => place.remove())
    const runtime = await place.start(service)
    running.defer(async () => void (await runtime.process.stop()))
    contenders.push(contender(place.name, runtime))
  }
  for (const { url, headers } of contenders) await heat(url, headers)
  const standings = await takeTurns(contenders, { turns, clients: CLIENTS, durationMs })
  say(`\n## In turns, at ${CLIENTS} clients; medians of ${turns}\n\n${turnsTable(standings)}`)
}

async function againstOther(checkout: string, service: Child): Promise<void> {
  const turns = Number(values.turns ?? 7)
  const options = { service: service.ready, turns, durationMs, processes: { service: service.pid } }
  const comparisons: Comparison[] = []
  const rows: TextRow[] = []
  for (const pair of await pairsWith(checkout)) {
    if (!values.texts) {
      for await (const comparison of measureAgainst(pair, { ...options, clientCounts })) {
        const { place, clients, now } = comparison
        comparisons.push(comparison)
        process.stdout.write(`${place}, ${clients} clients: ${now.against('before').toFixed(2)} × of before\n`)
      }
    }
    rows.push(...(await textsOn({ now: pair.now, before: pair.before }, options)))
  }
  say(`\n## In turns with another checkout; medians of ${turns}`)
  if (!values.texts) say(`\n### Events that wait for their answer\n\n${againstTable(comparisons)}`)
  say(`\n### Texts\n\n${textsTable(rows)}`)
}

async function textPath(service: Child): Promise<void> {
  const turns = Number(values.turns ?? 7)
  const options = { service: service.ready, turns, durationMs, processes: { service: service.pid } }
  const rows: TextRow[] = []
  const places = { pglite: pglitePlace, postgres: postgresPlace }
  for (const [name, makePlace] of Object.entries(places)) {
    if (values.only !== undefined && !values.only.split(',').includes(name)) continue
    rows.push(...(await textsOn({ now: makePlace }, options)))
  }
  say(`\n## Texts and a conversation beside an event, in turns; medians of ${turns}\n\n${textsTable(rows)}`)
}

async function textsOn(
  places: Readonly<Record<string, MakePlace>>,
  options: Omit<TextsOptions, 'clientCounts'>,
): Promise<readonly TextRow[]> {
  const rows: TextRow[] = []
  for await (const row of measureTexts(places, { ...options, clientCounts: [1, CLIENTS] })) {
    rows.push(row)
    const { place, candidate, path, clients, rates } = row
    process.stdout.write(`${place}, ${candidate}, ${path}, ${clients} clients: ${median(rates).toFixed(0)} a second\n`)
  }
  return rows
}

async function measureCandidates(service: string): Promise<void> {
  for (const [name, candidate] of Object.entries(candidates)) {
    if (values.only === undefined || values.only.split(',').includes(name)) await candidate(service)
  }
  if (values.turns !== undefined) await inTurns(service, Number(values.turns))
  say(`\n${table(results)}\n\n## Processor time of one run\n\n${cpuTable(results)}\n`)
}

await build({ ifNeeded: true })
say(`# Measured on ${startedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC\n`)
for (const fact of machineFacts()) say(`- ${fact}`)
say(
  `- ${values.seconds} s a measurement; client, service and database share the machine; history: ${values.history ?? 'empty'}`,
)
const service = await startChild('service.ts', { ready: /^service at (\S+)$/ })
const candidates = {
  handler: onHandler,
  'node-red': onNodeRed,
  pglite: (url: string) => onPatchbay(pglitePlace, url),
  postgres: onPostgres,
}
try {
  if (values.against !== undefined) await againstOther(values.against, service)
  else if (values.texts) await textPath(service)
  else await measureCandidates(service.ready)
} finally {
  await service.stop()
}
process.stdout.write(`written to ${writeReport(`${lines.join('\n')}\n`, startedAt)}\n`)
