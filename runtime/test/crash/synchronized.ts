import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { AccountResource, Synchronization } from '@patchbay/shared/api'
import { sql } from 'kysely'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { createDataDir } from '../helpers/data-dir.ts'
import { startPostgresServer } from '../helpers/postgres-server.ts'
import { temporaryFolder } from '../helpers/temporary-folder.ts'
import { type CountingBridge, startCountingBridge } from './counting-bridge.ts'
import { type CrashNode, startCrashNode } from './crash-node.ts'
import { urlOf } from './embedded.ts'
import { driverOf } from './scene.ts'

export interface SynchronizedReport {
  readonly name: string
  readonly kills: number
  /** What was measured, in words. */
  readonly lines: readonly string[]
  readonly problems: readonly string[]
}

interface Size {
  readonly contacts: number
  readonly kills: number
}

const PAGE_SIZE = 500
const CHANGED_EVERY = 10
/** No synchronization takes longer, with all its kills. */
const PATIENCE_MS = 15 * 60_000

/**
 * Contacts of a CRM are copied while the process that works on them is killed at random times, the only one on the embedded
 * database, one of two on Postgres. None is lost, and none there twice. Then a tenth of them changes there, and only these
 * travel and are written. A whole synchronization at the end changes nothing, and needs no more memory at its end than at
 * its beginning.
 */
export async function runSynchronized(kind: 'embedded' | 'postgres', size: Size): Promise<SynchronizedReport> {
  const bridge = await startCountingBridge(size.contacts, PAGE_SIZE)
  const stage = kind === 'embedded' ? await openEmbedded() : await openPostgres()
  try {
    const accountId = await connect(stage, bridge)
    const copied = await phase(stage, { accountId, bridge, begin: { isOn: true } }, (isOver) =>
      killAtRandom(stage, bridge, size, isOver),
    )
    const changes = bridge.changeEvery(CHANGED_EVERY)
    const changedFrom = new Date()
    const changed = await phase(stage, { accountId, bridge, begin: {} })
    const wholeFrom = new Date()
    const whole = await phase(stage, { accountId, bridge, begin: { isWhole: true } })
    await stage.stop()
    const stored = await storedIn(stage, accountId, { changedFrom, wholeFrom })
    const expected = {
      contacts: size.contacts,
      ids: size.contacts,
      owners: size.contacts,
      points: size.contacts,
      history: size.contacts + changes,
      modified: changes,
      modifiedByWhole: 0,
    }
    const problems = [
      ...differences('After everything', expected, stored),
      ...differences('The first one', { added: size.contacts, changed: 0, unchanged: 0 }, copied.end.counts),
      ...differences('The changes', { added: 0, changed: changes, unchanged: 0 }, changed.end.counts),
      ...differences('Sent for the changes', { contacts: changes }, { contacts: changed.sent }),
      ...differences('The whole one', { added: 0, changed: 0, unchanged: size.contacts, missing: 0 }, whole.end.counts),
    ]
    const lines = [
      `${size.contacts} contacts copied in ${copied.seconds} s; ${copied.sent} travelled. Peak of memory: ${copied.memory}`,
      `${changes} of them changed: ${changed.sent} travelled in ${changed.seconds} s, ${stored.modified} were written`,
      `the whole again in ${whole.seconds} s, ${stored.modifiedByWhole} were written. Peak of memory: ${whole.memory}`,
    ]
    return { name: `Synchronized, ${kind}`, kills: stage.kills(), lines, problems }
  } finally {
    await stage.close()
    await bridge.close()
  }
}

/** Where the processes live. */
interface Stage {
  url(): string
  pids(): readonly number[]
  /** Kills the process that works on the synchronization, and starts another one. */
  killWorker(): Promise<void>
  kills(): number
  stop(): Promise<unknown>
  /** After `stop`. */
  database(): Promise<Database>
  close(): Promise<void>
}

async function connect(stage: Stage, { manifest, credentials }: CountingBridge): Promise<string> {
  const driver = driverOf(stage.url())
  const { name } = manifest.integration
  await driver.call('PUT', `/integrations/${name}`, manifest)
  const account = { type: `bridge:${name}`, name: 'CRM', properties: credentials }
  return (await driver.call<AccountResource>('POST', '/accounts', account)).id
}

interface Asked {
  readonly accountId: string
  readonly bridge: CountingBridge
  readonly begin: { readonly isOn?: true; readonly isWhole?: true }
}

/** Begins a synchronization, and waits for its end. */
async function phase(
  stage: Stage,
  { accountId, bridge, begin }: Asked,
  meanwhile: (isOver: () => boolean) => Promise<void> = async () => {},
) {
  const path = `/accounts/${accountId}/synchronizations`
  const look = async () => {
    const { items } = await driverOf(stage.url()).call<{ readonly items: readonly Synchronization[] }>('GET', path)
    return items.find(({ subject }) => subject === 'contacts')
  }
  const before = (await look())?.endedAt
  const sentBefore = bridge.sent()
  const startedMs = performance.now()
  const driver = driverOf(stage.url())
  if (begin.isOn) await driver.call('PUT', `${path}/contacts`, begin)
  else await driver.call('POST', `${path}/contacts/start`, begin)
  const peaks: number[] = []
  let isOver = false
  const watching = watchMemory(stage, () => (isOver ? undefined : bridge.sent() - sentBefore), peaks)
  const killing = meanwhile(() => isOver)
  let end: Synchronization | undefined
  while (end === undefined && performance.now() - startedMs < PATIENCE_MS) {
    await delay(200)
    const item = await look().catch(() => undefined)
    if (item?.state === 'waiting' && item.endedAt !== null && item.endedAt !== before) end = item
  }
  isOver = true
  await Promise.all([watching, killing])
  if (end === undefined) throw new Error(`The synchronization did not end in time. ${JSON.stringify(await look())}`)
  const seconds = Math.round((performance.now() - startedMs) / 1000)
  const memory =
    peaks.length === 0 ? 'not known' : `${Array.from(peaks, (peak) => peak ?? '-').join(', ')} MB per 10,000`
  return { end, seconds, sent: bridge.sent() - sentBefore, memory }
}

/** Looks at the memory of the processes, where the system tells. */
async function watchMemory(stage: Stage, progress: () => number | undefined, peaks: number[]): Promise<void> {
  for (let sent = progress(); sent !== undefined; sent = progress()) {
    const place = Math.floor(sent / 10_000)
    for (const pid of stage.pids()) {
      const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
      const megabytes = Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024)
      if (megabytes > 0) peaks[place] = Math.max(peaks[place] ?? 0, megabytes)
    }
    await delay(100)
  }
}

/** Each kill in its part of the way, at a random time. */
async function killAtRandom(
  stage: Stage,
  bridge: CountingBridge,
  { contacts, kills }: Size,
  isOver: () => boolean,
): Promise<void> {
  for (let kill = 0; kill < kills; kill += 1) {
    const from = ((kill + Math.random()) / kills) * contacts
    while (bridge.sent() < from && !isOver()) await delay(5)
    if (isOver()) return
    await delay(Math.random() * 200)
    await stage.killWorker()
  }
}

async function storedIn(
  stage: Stage,
  accountId: string,
  { changedFrom, wholeFrom }: { readonly changedFrom: Date; readonly wholeFrom: Date },
): Promise<Readonly<Record<string, number>>> {
  const database = await stage.database()
  try {
    const { rows } = await sql<Record<string, number>>`select
      (select count(*)::int from contact) as contacts,
      (select count(distinct external_id)::int from contact_external_id where source = ${accountId}) as ids,
      (select count(distinct contact_id)::int from contact_external_id where source = ${accountId}) as owners,
      (select count(distinct contact_id)::int from contact_point) as points,
      (select count(*)::int from contact_change where kind = 'synchronized') as history,
      (select count(*)::int from contact where modified_at >= ${changedFrom}) as modified,
      (select count(*)::int from contact where modified_at >= ${wholeFrom}) as modified_by_whole`.execute(
      database.kysely,
    )
    return rows[0] ?? {}
  } finally {
    await database.close()
  }
}

function differences(
  what: string,
  expected: Readonly<Record<string, number>>,
  found: Readonly<Record<string, number>>,
): readonly string[] {
  return Object.entries(expected)
    .filter(([name, count]) => (found[name] ?? 0) !== count)
    .map(([name, count]) => `${what}: ${name} should be ${count} and is ${found[name] ?? 0}.`)
}

async function openEmbedded(): Promise<Stage> {
  const place = await createDataDir()
  const start = () => startCrashNode({ env: { PATCHBAY_DATA_DIR: place.path }, log: join(place.path, 'crash.log') })
  let only: CrashNode = start()
  let url = await urlOf(only)
  let kills = 0
  return {
    url: () => url,
    pids: () => [only.pid],
    async killWorker() {
      await only.end('SIGKILL')
      kills += 1
      only = start()
      url = await urlOf(only)
    },
    kills: () => kills,
    stop: () => only.end('SIGTERM'),
    database: () => openDatabase({ dataDir: place.path }),
    async close() {
      await only.end('SIGKILL')
      await place.remove()
    },
  }
}

async function openPostgres(): Promise<Stage> {
  const server = await startPostgresServer()
  const databaseUrl = await server.createDatabase()
  const folder = await temporaryFolder('patchbay-synchronized-')
  const env = {
    PATCHBAY_DATABASE_URL: databaseUrl,
    PATCHBAY_DATA_DIR: folder,
    PATCHBAY_SECRET_KEY: 'one key of thirty-two characters for all nodes',
  }
  const start = () => startCrashNode({ env, log: join(folder, 'crash.log') })
  let nodes: CrashNode[] = [start()]
  let urls = await Promise.all(nodes.map(urlOf))
  nodes.push(start())
  urls = await Promise.all(nodes.map(urlOf))
  const watching = await openDatabase({ databaseUrl })
  let kills = 0
  return {
    url: () => urls[0] ?? '',
    pids: () => nodes.map(({ pid }) => pid),
    async killWorker() {
      const { rows } = await sql<{ readonly pid: number }>`select pid from directory_sync as sync
        join process on process.id = sync.claimed_by`.execute(watching.kysely)
      const worker = nodes.find(({ pid }) => pid === rows[0]?.pid)
      // Nobody has taken it over yet.
      if (worker === undefined) return
      nodes = nodes.filter((one) => one !== worker)
      urls = await Promise.all(nodes.map(urlOf))
      await worker.end('SIGKILL')
      kills += 1
      const next = start()
      nodes.push(next)
      urls.push(await urlOf(next))
    },
    kills: () => kills,
    async stop() {
      await watching.close()
      await Promise.all(nodes.map((one) => one.end('SIGTERM')))
    },
    database: () => openDatabase({ databaseUrl }),
    async close() {
      await Promise.all(nodes.map((one) => one.end('SIGKILL')))
      await server.stop()
    },
  }
}
