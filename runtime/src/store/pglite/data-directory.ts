import { cpSync, existsSync } from 'node:fs'
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createPgliteFiles, PgliteClient } from './client.ts'
import { type DataLock, lockDataDirectory } from './data-lock.ts'
import { findImage } from './database-image.ts'

/** As many as Node has threads for file operations. */
const SYNCS_AT_ONCE = 4

export interface OpenDataDirectory {
  readonly client: PgliteClient
  /** Call it before each write beside the client. Once it throws, the client is lost, too. */
  readonly assertHeld: DataLock['assertHeld']
  /** Folder of the database's files. */
  readonly files: string
  close(): Promise<void>
}

type ImageFinder = () => Promise<string | undefined>

/**
 * Locks a data directory, creates its database when there is none, and starts to open it. The returned client is not
 * ready yet.
 */
export async function openDataDirectory(dataDir: string, image: ImageFinder = findImage): Promise<OpenDataDirectory> {
  const directory = resolve(dataDir)
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const lock = await lockDataDirectory(directory)
  try {
    const files = await ensureDatabase(directory, image, lock)
    lock.assertHeld()
    const client = PgliteClient.start(files, lock.hold)
    lock.onLost((error) => client.abandon(error))
    return {
      client,
      assertHeld: lock.assertHeld,
      files,
      async close() {
        await client.close()
        await lock.release()
      },
    }
  } catch (error) {
    await lock.release()
    throw error
  }
}

/**
 * A database is created in another folder and moved into place once it is complete on disk, so that a crash cannot
 * leave an incomplete one.
 */
async function ensureDatabase(directory: string, find: ImageFinder, lock: DataLock): Promise<string> {
  const database = join(directory, 'database')
  if (existsSync(database)) return database
  const draft = join(directory, 'database.new')
  if (!(await copyImage(await find(), draft))) {
    await makeEmpty(draft)
    await createPgliteFiles(draft)
  }
  await syncTree(draft)
  lock.assertHeld()
  await rename(draft, database)
  await syncPath(directory)
  return database
}

/** Returns false when there is no image of this version. Creating the database takes longer and has the same result. */
async function copyImage(image: string | undefined, draft: string): Promise<boolean> {
  if (image === undefined) return false
  await makeEmpty(draft)
  try {
    // The asynchronous `cp` takes half a second longer for a thousand files.
    cpSync(image, draft, { recursive: true })
    return true
  } catch {
    // A build may be replacing the image at this moment.
    return false
  }
}

async function makeEmpty(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { mode: 0o700 })
}

/** Syncs everything below a folder to the disk, several files at a time, which the disk can combine. */
export async function syncTree(folder: string): Promise<void> {
  const paths = (await readdir(folder, { recursive: true })).map((name) => join(folder, name)).values()
  const syncOnes = async () => {
    for (const path of paths) await syncPath(path)
  }
  await Promise.all(Array.from({ length: SYNCS_AT_ONCE }, syncOnes))
  await syncPath(folder)
}

export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
