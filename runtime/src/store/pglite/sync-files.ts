import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Syncs the files below a folder to the disk, outside the thread of the database. A checkpoint, during which every
 * statement waits, then has little left to do.
 */
export async function syncFiles(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    // A table may have been dropped in the meantime.
    const handle = await open(join(entry.parentPath, entry.name), 'r').catch(() => undefined)
    await handle?.datasync()
    await handle?.close()
  }
}
