import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createQueue } from './platform/queue/queue.ts'
import { type DatabaseOptions, openDatabase } from './store/database.ts'
import { syncTree } from './store/pglite/data-directory.ts'
import { imageFolder } from './store/pglite/database-image.ts'

/**
 * Makes the image from which new databases are copied, unless it exists. It holds all tables, including those of the
 * queue, and the partitions of the coming days. Takes seconds. Callers may copy the folder but must not open it.
 * @returns the folder of the image
 */
export async function prepareImage(folder?: string): Promise<string> {
  const image = folder ?? (await imageFolder())
  if (existsSync(image)) return image
  await mkdir(dirname(image), { recursive: true })
  const draft = await mkdtemp(`${image}-`)
  try {
    await createTables({ dataDir: draft })
    const files = join(draft, 'database')
    await syncTree(files)
    // Another process may have been faster. Its image is equivalent.
    await rename(files, image).catch((error) => {
      if (!existsSync(image)) throw error
    })
    return image
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

/** Makes all tables in an empty database, including those of the queue, and the partitions of the coming days. */
export async function createTables(options: DatabaseOptions): Promise<void> {
  const database = await openDatabase(options)
  const faults: unknown[] = []
  const queue = createQueue({ database, onError: (error) => faults.push(error) })
  await queue.start([])
  await queue.stop(0)
  await database.close()
  if (faults.length > 0) throw faults[0]
}
