import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createDataDir } from '../runtime/test/helpers/data-dir.ts'
import { startPostgresServer } from '../runtime/test/helpers/postgres-server.ts'
import { startChild } from './child.ts'
import { commitTime, machineFacts, pgliteDurability, postgresDurability, walSyncs } from './facts.ts'
import { fillHistory } from './history.ts'
import { measure } from './measure.ts'
import { installNodeRed, startNodeRed } from './node-red.ts'
import { overload } from './overload.ts'
import { type BenchRuntime, readBack, startPatchbay } from './patchbay.ts'
import { profileTable } from './profile.ts'
import { HANDLER, NODE_RED, type Result, table, writeReport } from './report.ts'

/**
 * `npm run bench`: the weather flow by API with wait, against a hand-written handler that stores nothing and
 * Node-RED, on one machine in one run. `-- --profile` adds where the time goes, `--history 1000000` a full
 * history, `--overload` a minute at twice the capacity, `--seconds` the length of each measurement.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '4' },
    profile: { type: 'boolean', default: false },
    history: { type: 'string' },
    overload: { type: 'boolean', default: false },
    only: { type: 'string' },
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

async function measureAll(candidate: string, url: string, headers: Readonly<Record<string, string>>): Promise<void> {
  for (const clients of clientCounts) {
    const measured = await measure({ url, headers, clients, durationMs, warmUpMs })
    results.push({ candidate, clients, measured })
    process.stdout.write(`${candidate}, ${clients} clients: ${measured.perSecond.toFixed(0)} runs/s\n`)
  }
}

async function measurePatchbay(candidate: string, runtime: BenchRuntime): Promise<void> {
  for (const clients of clientCounts) {
    await measure({ url: runtime.url, headers: runtime.waitHeaders, clients, durationMs: warmUpMs, warmUpMs: 0 })
    const before = await runtime.commits()
    const load = { url: runtime.url, headers: runtime.waitHeaders, clients, durationMs, warmUpMs: 0 }
    const measured = await measure(load)
    const commitsPerRun = ((await runtime.commits()) - before) / Math.max(1, measured.count)
    results.push({ candidate, clients, measured, commitsPerRun })
    process.stdout.write(`${candidate}, ${clients} clients: ${measured.perSecond.toFixed(0)} runs/s\n`)
  }
}

async function afterwards(candidate: string, runtime: BenchRuntime): Promise<void> {
  const { read, incomplete } = await readBack(runtime.driver, { wanted: 1_000, since: startedAt })
  say(
    `- ${candidate}: read back all steps of ${read} random runs, ${incomplete} of them incomplete; ${(await runtime.memory()).toFixed(0)} MB of memory`,
  )
  if (!values.overload) return
  const capacity = results.find((result) => result.candidate === candidate && result.clients === 32)
  for (const line of await overload(runtime, capacity?.measured.perSecond ?? 1_000)) say(`- ${candidate}: ${line}`)
}

async function onPglite(service: string): Promise<void> {
  const place = await createDataDir()
  try {
    let runtime = await startPatchbay({ dataDir: place.path, service })
    try {
      if (values.history !== undefined) {
        await runtime.process.stop()
        await fillHistory({ dataDir: place.path }, Number(values.history), startedAt)
        runtime = await startPatchbay({ dataDir: place.path, service })
      }
      await measurePatchbay('Patchbay on PGlite', runtime)
      await afterwards('Patchbay on PGlite', runtime)
    } finally {
      await runtime.process.stop()
    }
    const { fsync, synchronousCommit } = await pgliteDurability(place.path)
    say(
      `- PGlite: fsync ${fsync}, synchronous_commit ${synchronousCommit}; a commit of the run writer is a sync at least`,
    )
  } finally {
    await place.remove()
  }
}

async function onPostgres(service: string): Promise<void> {
  const server = await startPostgresServer([])
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-bench-'))
  await chmod(dataDir, 0o755)
  const databaseUrl = await server.createDatabase()
  const profiles = join(dataDir, 'profiles')
  const profiling = { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profiles}` }
  const env = { PATCHBAY_DATABASE_URL: databaseUrl, ...(values.profile ? profiling : {}) }
  try {
    const { fsync, synchronousCommit } = await postgresDurability(databaseUrl)
    say(
      `- Postgres: fsync ${fsync}, synchronous_commit ${synchronousCommit}, one commit takes ${(await commitTime(databaseUrl)).toFixed(2)} ms`,
    )
    const runtime = await startPatchbay({ dataDir, service, env })
    try {
      if (values.history !== undefined) await fillHistory({ databaseUrl }, Number(values.history), startedAt)
      const before = { syncs: await walSyncs(databaseUrl), commits: await runtime.commits() }
      await measurePatchbay('Patchbay on Postgres', runtime)
      // A session of Postgres tells what it counted at most ten seconds after it has become idle.
      await new Promise((resolve) => setTimeout(resolve, 11_000))
      const syncs = (await walSyncs(databaseUrl)) - before.syncs
      say(
        `- Postgres: ${syncs} syncs of its log for ${(await runtime.commits()) - before.commits} commits of the run writer`,
      )
      await afterwards('Patchbay on Postgres', runtime)
    } finally {
      await runtime.process.stop()
    }
    if (values.profile) say(`\n## Where the time of the main thread goes (Postgres)\n\n${profileTable(profiles)}\n`)
  } finally {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function onHandler(service: string): Promise<void> {
  const handler = await startChild('handler.ts', { args: [service], ready: /^handler at (\S+)$/ })
  await measureAll(HANDLER, `${handler.ready}/run`, {}).finally(() => handler.stop())
}

async function onNodeRed(service: string): Promise<void> {
  const problem = installNodeRed()
  if (problem !== undefined) return say(`- ${problem}`)
  const nodeRed = await startNodeRed(service)
  await measureAll(NODE_RED, nodeRed.url, {}).finally(() => nodeRed.stop())
}

say(`# Measured on ${startedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC\n`)
for (const fact of machineFacts()) say(`- ${fact}`)
say(
  `- ${values.seconds} s a measurement; client, service and database share the machine; history: ${values.history ?? 'empty'}`,
)
const service = await startChild('service.ts', { ready: /^service at (\S+)$/ })
const candidates = { handler: onHandler, 'node-red': onNodeRed, pglite: onPglite, postgres: onPostgres }
try {
  for (const [name, candidate] of Object.entries(candidates)) {
    if (values.only === undefined || values.only.split(',').includes(name)) await candidate(service.ready)
  }
} finally {
  await service.stop()
}
say(`\n${table(results)}\n`)
process.stdout.write(`written to ${writeReport(`${lines.join('\n')}\n`, startedAt)}\n`)
