import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Brings what was written to the files below a folder to the disk, outside the thread of the database: a
 * checkpoint, which everybody waits for, then finds little left to do.
 */
export async function syncFiles(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    // A table may be dropped meanwhile.
    const handle = await open(join(entry.parentPath, entry.name), 'r').catch(() => undefined)
    await handle?.datasync()
    await handle?.close()
  }
}
