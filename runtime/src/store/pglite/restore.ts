import { existsSync } from 'node:fs'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import { type BackupManifest, COMPLETE, MANIFEST } from './backup.ts'
import { syncPath, syncTree } from './data-directory.ts'
import { lockDataDirectory } from './data-lock.ts'
import { readTar, type TarContents } from './tar.ts'

/** Major version of the embedded database in this Patchbay. */
const POSTGRES = '18'

/**
 * Creates the embedded database of an empty data directory from a back-up. It is moved into place only when it is
 * complete.
 * @throws Error when there is a database already, or the back-up is damaged or made by another version
 */
export async function restoreBackup(archive: AsyncIterable<Buffer>, dataDir: string): Promise<BackupManifest> {
  const directory = resolve(dataDir)
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const lock = await lockDataDirectory(directory)
  try {
    const database = join(directory, 'database')
    if (existsSync(database)) {
      throw new Error(`${directory} holds a database already. Restore into an empty folder, or move it away first.`)
    }
    const draft = join(directory, 'database.new')
    await rm(draft, { recursive: true, force: true })
    try {
      await unpack(archive, draft)
      const manifest = await checked(draft)
      await syncTree(draft)
      await rename(draft, database)
      await syncPath(directory)
      return manifest
    } catch (error) {
      await rm(draft, { recursive: true, force: true })
      throw error
    }
  } finally {
    await lock.release()
  }
}

async function unpack(archive: AsyncIterable<Buffer>, folder: string): Promise<void> {
  await mkdir(folder, { mode: 0o700 })
  for await (const contents of readTar(archive)) await unpackEntry(contents, folder)
}

async function unpackEntry({ entry, chunks }: TarContents, folder: string): Promise<void> {
  const path = resolve(folder, entry.path)
  if (!path.startsWith(folder + sep)) throw new Error(`The archive contains a path that leads out of it: ${entry.path}`)
  if (entry.kind === 'folder') {
    await mkdir(path, { recursive: true, mode: 0o700 })
    return
  }
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const file = await open(path, 'wx', 0o600)
  try {
    for await (const chunk of chunks) await file.writeFile(chunk)
  } finally {
    await file.close()
  }
}

/** Checks the entries that belong to the back-up itself, and removes them. */
async function checked(folder: string): Promise<BackupManifest> {
  if (!existsSync(join(folder, MANIFEST))) throw new Error('This file is not a back-up of Patchbay.')
  // Only the fields checked below are relied on. The others are for people to read.
  const manifest = JSON.parse(await readFile(join(folder, MANIFEST), 'utf8')) as Partial<BackupManifest>
  if (manifest.format !== 1 || manifest.postgres !== POSTGRES) {
    const made = `format ${String(manifest.format)}, Postgres ${String(manifest.postgres)}`
    throw new Error(`The back-up was made by another version of Patchbay (${made}). Restore it with that version.`)
  }
  if (!existsSync(join(folder, COMPLETE))) throw new Error('The back-up is incomplete. Make a new one.')
  for (const name of [MANIFEST, COMPLETE]) await rm(join(folder, name))
  return { format: 1, postgres: manifest.postgres, madeAt: String(manifest.madeAt) }
}
