import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createQueue } from '../../src/platform/queue/queue.ts'
import { openDatabase } from '../../src/store/database.ts'
import { imageFolder } from '../../src/store/pglite/database-image.ts'
import { temporaryFolder } from './temporary-folder.ts'

const cache = fileURLToPath(new URL('../../../node_modules/.cache/patchbay/', import.meta.url))

export interface DataDir {
  readonly path: string
  remove(): Promise<void>
}

/**
 * A data directory with an empty embedded database: all migrations, the partitions of today and the tables of the
 * queue. Making these takes seconds, copying them does not.
 */
export async function createDataDir(): Promise<DataDir> {
  const path = await temporaryFolder('patchbay-data-')
  await cp(await testImage(), join(path, 'database'), { recursive: true })
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

let image: Promise<string> | undefined

/** Made once a day on each machine, so that no suite finds partitions of days that were over when it began. */
function testImage(): Promise<string> {
  image ??= findOrMake()
  return image
}

async function findOrMake(): Promise<string> {
  const day = new Date().toISOString().slice(0, 10)
  const name = `${basename(await imageFolder())}-${day}`
  const path = join(cache, name)
  if (existsSync(path)) return path
  await mkdir(cache, { recursive: true })
  const draft = await mkdtemp(join(cache, 'draft-'))
  try {
    await fill(draft)
    // Another worker may have been faster; its image is as good.
    await rename(join(draft, 'database'), path).catch((error) => {
      if (!existsSync(path)) throw error
    })
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  await removeOld(name)
  return path
}

async function fill(dataDir: string): Promise<void> {
  const database = await openDatabase({ dataDir })
  const faults: unknown[] = []
  const queue = createQueue({ database, onError: (error) => faults.push(error) })
  await queue.start([])
  await queue.stop(0)
  await database.close()
  if (faults.length > 0) throw faults[0]
}

/** Those of other days; drafts belong to workers that are at it. */
async function removeOld(name: string): Promise<void> {
  const old = (await readdir(cache)).filter((other) => other.startsWith('database-') && other !== name)
  await Promise.all(old.map((other) => rm(join(cache, other), { recursive: true, force: true })))
}
