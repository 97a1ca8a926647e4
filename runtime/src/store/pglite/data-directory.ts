import { existsSync } from 'node:fs'
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createPgliteFiles, PgliteClient } from './client.ts'
import { lockDataDirectory } from './data-lock.ts'

export interface OpenDataDirectory {
  readonly client: PgliteClient
  /** Folder of the database's files. */
  readonly files: string
  close(): Promise<void>
}

/** Locks a data directory, makes its database when there is none, and opens it. */
export async function openDataDirectory(dataDir: string): Promise<OpenDataDirectory> {
  const directory = resolve(dataDir)
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const lock = await lockDataDirectory(directory)
  try {
    const files = await ensureDatabase(directory)
    const client = await PgliteClient.open(files)
    return {
      client,
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

/** A database is made aside and moved into place once it is complete on disk: a crash leaves no half of one. */
async function ensureDatabase(directory: string): Promise<string> {
  const database = join(directory, 'database')
  if (existsSync(database)) return database
  const draft = join(directory, 'database.new')
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { mode: 0o700 })
  await createPgliteFiles(draft)
  await syncTree(draft)
  await rename(draft, database)
  await syncPath(directory)
  return database
}

export async function syncTree(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    await syncPath(join(entry.parentPath, entry.name))
  }
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
