import { cpSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { prepareImage } from '../../src/prepare-image.ts'
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
  // The asynchronous `cp` takes five times the processor time for these thousands of files.
  cpSync(await testImage(), join(path, 'database'), { recursive: true })
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

/** Made once a day on each machine, so that no suite finds partitions of days that were over when it began. */
async function testImage(): Promise<string> {
  const day = new Date().toISOString().slice(0, 10)
  const name = `${basename(await imageFolder())}-${day}`
  const path = await prepareImage(join(cache, name))
  await removeOld(day)
  return path
}

/** Those of other days. One of today may be a draft of another worker, or belong to another state of the code. */
async function removeOld(day: string): Promise<void> {
  const old = (await readdir(cache)).filter((other) => other.startsWith('database-') && !other.includes(day))
  await Promise.all(old.map((other) => rm(join(cache, other), { recursive: true, force: true })))
}
