import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgresServer } from '../helpers/postgres-server.ts'
import type { Boundary } from './boundaries.ts'
import { countHits, readLog } from './checks.ts'
import { type CrashNode, type CrashNodeOptions, startCarriers, startCrashNode } from './crash-node.ts'
import { urlOf } from './embedded.ts'
import { type Report, reportOf } from './report.ts'
import { type CrashScene, createEvents, noScene, setScene } from './scene.ts'
import { undoMigration } from './undo-migration.ts'

const EVENTS = 6
const PATIENCE_MS = 45_000
const boundaries = [
  'started before stored',
  'stored with the first unsafe action',
  'after accept',
  'message stored',
  'after commit',
  'before send',
  'while sending',
  'after send',
  'reply taken',
] as const

/**
 * Two processes on one Postgres. The first is killed at the boundaries of its runs and started again; the second
 * takes over what the first left, and is killed in the middle of that. Before that, while no other process is up,
 * some are killed in the middle of a migration that runs of a dead process wait for.
 */
export async function runTwoNodes(killsEach: number, isLate: () => boolean): Promise<Report> {
  const stage = await openStage()
  const { start, events, carriers, log, hitsOf } = stage
  try {
    const setUp = start()
    await stage.set(await urlOf(setUp))
    await setUp.end('SIGTERM')
    await killMigrations(stage, killsEach)
    let isFirstDone = false
    const first = killTheFirst(stage, killsEach, isLate).finally(() => {
      isFirstDone = true
    })
    // What the last kill left is one more recovery to be killed in.
    const isLast = () => isFirstDone && (isLate() || hitsOf('during recovery') > 0)
    await Promise.all([first, killTheSecond(stage, killsEach, isLast)])
    const url = await urlOf(start())
    await events.sendOpen(url)
    return await reportOf({ name: 'Two nodes on Postgres', url, origin: carriers.origin, log, events })
  } finally {
    await stage.close()
  }
}

type Kill = NonNullable<CrashNodeOptions['kill']>
type Stage = Awaited<ReturnType<typeof openStage>>

/** A Postgres, the carriers, and what it takes to let processes live and die. */
async function openStage() {
  const server = await startPostgresServer()
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-crash-'))
  const carriers = await startCarriers()
  const log = join(folder, 'crash.log')
  const databaseUrl = await server.createDatabase()
  const env = {
    PATCHBAY_DATABASE_URL: databaseUrl,
    PATCHBAY_DATA_DIR: folder,
    PATCHBAY_SECRET_KEY: 'one key of thirty-two characters for all nodes',
  }
  const nodes = new Set<CrashNode>()
  const start = (kill?: Kill): CrashNode => {
    const node = startCrashNode({ env, log, ...(kill === undefined ? {} : { kill }) })
    nodes.add(node)
    void node.exited.then(() => nodes.delete(node))
    return node
  }
  let scene: CrashScene | undefined
  return {
    /** Makes accounts, numbers and the live flow. */
    async set(url: string): Promise<void> {
      scene = await setScene(url, carriers.origin)
    },
    events: createEvents(() => scene ?? noScene, carriers.origin),
    databaseUrl,
    carriers,
    log,
    start,
    hitsOf: (boundary: Boundary): number => countHits(readLog(log))[boundary],
    async close() {
      await Promise.all([...nodes].map((node) => node.end('SIGKILL')))
      carriers.end()
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function killMigrations(stage: Stage, killsEach: number): Promise<void> {
  const { start, databaseUrl, hitsOf } = stage
  for (let round = 0; round < killsEach * 2 && hitsOf('during migration') < killsEach; round += 1) {
    await diesAtWork(stage, { boundary: 'while sending' })
    stage.events.dropOpenTalks()
    const places = await undoMigration({ databaseUrl })
    const sql = places[round % places.length]
    await dies(start({ boundary: 'during migration', ...(sql === undefined ? {} : { sql }) }))
  }
}

async function killTheFirst(stage: Stage, killsEach: number, isLate: () => boolean): Promise<void> {
  // The kills before migrations have hit some of these, too.
  const before = countHits(readLog(stage.log))
  const isLeft = (boundary: Boundary) => stage.hitsOf(boundary) - before[boundary] < killsEach
  for (let round = 0; round < killsEach * 3 && boundaries.some(isLeft); round += 1) {
    for (const boundary of boundaries.filter(isLeft)) {
      if (isLate()) return
      await diesAtWork(stage, { boundary, passes: Math.floor(Math.random() * EVENTS) })
    }
  }
}

async function killTheSecond({ start, hitsOf }: Stage, killsEach: number, isLast: () => boolean): Promise<void> {
  while (!isLast() && hitsOf('during recovery') < killsEach) await dies(start({ boundary: 'during recovery' }))
  // From here on it lives, and goes on with what the first leaves.
  if (!isLast()) start()
}

/** Starts a process that is to die, and sends it events until it does. */
async function diesAtWork({ start, events }: Stage, kill: Kill): Promise<void> {
  const node = start(kill)
  const death = dies(node)
  const url = await node.url
  events.add(EVENTS)
  if (url !== undefined) await events.sendOpen(url)
  await death
}

async function dies(node: CrashNode): Promise<void> {
  const timer = setTimeout(() => void node.end('SIGKILL'), PATIENCE_MS)
  await node.exited
  clearTimeout(timer)
}
