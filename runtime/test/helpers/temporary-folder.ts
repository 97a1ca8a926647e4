import { accessSync, constants, existsSync, statfsSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MEMORY = '/dev/shm'
/** All data of two workers and a Postgres, with room to spare. */
const ENOUGH_BYTES = 4 * 1024 ** 3

/**
 * A new folder for data of a test: in memory where the system has a file system there with room, because a database
 * syncs and copies more than it works here.
 */
export function temporaryFolder(prefix: string): Promise<string> {
  return mkdtemp(join(hasRoomInMemory() ? MEMORY : tmpdir(), prefix))
}

function hasRoomInMemory(): boolean {
  if (!existsSync(MEMORY)) return false
  try {
    accessSync(MEMORY, constants.W_OK)
    const { bavail, bsize } = statfsSync(MEMORY)
    return bavail * bsize >= ENOUGH_BYTES
  } catch {
    return false
  }
}
