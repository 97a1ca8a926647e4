import { join } from 'node:path'
import { createDataDir } from '../helpers/data-dir.ts'
import { type Boundary, boundaries } from './boundaries.ts'
import { countHits, readLog } from './checks.ts'
import { type CrashNode, type CrashNodeOptions, startCarriers, startCrashNode } from './crash-node.ts'
import { type Report, reportOf } from './report.ts'
import { type CrashScene, createEvents, noScene, setScene } from './scene.ts'
import { undoMigration } from './undo-migration.ts'

/** Events sent to a process that is going to die. */
const EVENTS = 6
/** A process that does not reach its boundary in this time is ended, and nothing is counted. */
const PATIENCE_MS = 20_000

/** One process on the embedded database, killed and started again and again. */
export async function runEmbedded(killsEach: number, isLate: () => boolean): Promise<Report> {
  const place = await createDataDir()
  const carriers = await startCarriers()
  const log = join(place.path, 'crash.log')
  const env = { PATCHBAY_DATA_DIR: place.path }
  let scene: CrashScene | undefined
  const events = createEvents(() => scene ?? noScene, carriers.origin)
  const start = (kill?: CrashNodeOptions['kill']) =>
    startCrashNode({ env, log, ...(kill === undefined ? {} : { kill }) })
  let node: CrashNode | undefined
  try {
    node = start()
    scene = await setScene(await urlOf(node), carriers.origin)
    await node.end('SIGTERM')
    for (const boundary of rounds(killsEach)) {
      if (isLate()) break
      if (boundary === 'during migration') events.dropOpenTalks()
      const places = boundary === 'during migration' ? await undoMigration({ dataDir: place.path }) : []
      const sql = places[Math.floor(Math.random() * places.length)]
      const passes = boundary.startsWith('during') ? 0 : Math.floor(Math.random() * EVENTS)
      node = start({ boundary, passes, ...(sql === undefined ? {} : { sql }) })
      await sendUntilDead(node, events)
    }
    node = start()
    const url = await urlOf(node)
    await events.sendOpen(url)
    return await reportOf({ name: 'Embedded', url, origin: carriers.origin, log, events })
  } finally {
    await node?.end('SIGKILL')
    carriers.end()
    await place.remove()
  }

  /** Recovery follows a kill that left runs behind, and a migration one that left them open. */
  function* rounds(each: number): Generator<Boundary> {
    const hit = (boundary: Boundary) => countHits(readLog(log))[boundary] >= each
    for (let round = 0; round < each * 2; round += 1) {
      const left = boundaries.filter((boundary) => !hit(boundary))
      const [first] = left
      if (first === undefined) return
      for (const boundary of left) {
        // Something has to be under way for these two.
        if (boundary.startsWith('during') && left.length <= 2) yield 'while sending'
        yield boundary
      }
    }
  }
}

async function sendUntilDead(node: CrashNode, events: ReturnType<typeof createEvents>): Promise<void> {
  const timer = setTimeout(() => void node.end('SIGKILL'), PATIENCE_MS)
  const url = await node.url
  if (url !== undefined) {
    events.add(EVENTS)
    await events.sendOpen(url)
  }
  await node.exited
  clearTimeout(timer)
}

/** @throws Error with its output when it died */
export async function urlOf(node: CrashNode): Promise<string> {
  const url = await node.url
  if (url === undefined) throw new Error(`Patchbay ended before it was ready:\n${node.output()}`)
  return url
}
