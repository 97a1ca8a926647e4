import { readFileSync, statSync, utimesSync } from 'node:fs'

/**
 * How long a process may write after it has touched its lock. Less than the silence after which another process takes
 * the lock over, so that one that was frozen looks at its lock before it writes.
 */
const TRUSTED_MS = 4_000

/** What all threads of a process know about its lock. */
export interface HoldData {
  /** Of the lock's file. */
  readonly path: string
  readonly token: string
  /** Device and inode of the lock's file. The process keeps it open, so that no other file gets this inode. */
  readonly file: { readonly device: bigint; readonly inode: bigint }
  /** Two numbers: when the lock was last proven, by a clock that only goes forward, and by the time of day. */
  readonly provenAt: SharedArrayBuffer
}

/** Proves that this process still holds its data directory. Every thread that writes there has its own. */
export interface DataHold {
  /**
   * Call it before each write. It costs two clock readings while the last proof is fresh.
   * @throws DataDirectoryLostError when the process must not write any more
   */
  assertHeld(): void
  /**
   * Touches the lock, then makes sure that it is still ours.
   * @throws DataDirectoryLostError when it is not
   * @throws Error when it cannot be touched or read
   */
  renew(): void
}

/** Thrown when another process has taken the data directory over, or somebody has removed it. */
export class DataDirectoryLostError extends Error {
  constructor(path: string) {
    super(
      `The lock ${path} is no longer the one of this process: the data directory was removed, or another Patchbay took ` +
        'it over while this one stood still. This one stops, so that the two do not write into one database.',
    )
    this.name = 'DataDirectoryLostError'
  }
}

export function createDataHold({ path, token, file, provenAt }: HoldData): DataHold {
  const proven = new Float64Array(provenAt)

  function renew(): void {
    const [monotonicMs, wallMs] = [readMonotonicMs(), Date.now()]
    // Touched first: a process that is about to take the lock over looks at the time once more, after it has moved the
    // lock away. So either it sees the touch, or the lock is not found here.
    try {
      touch(path, wallMs)
      if (!isOurs()) throw new DataDirectoryLostError(path)
    } catch (error) {
      throw isMissing(error) ? new DataDirectoryLostError(path) : error
    }
    proven[0] = monotonicMs
    proven[1] = wallMs
  }

  function isOurs(): boolean {
    const { dev, ino } = statSync(path, { bigint: true })
    // No file has to be opened for this, which a process with too many open files could not do.
    if (dev === file.device && ino === file.inode) return true
    // Some network file systems give a file another inode now and then.
    return readFileSync(path, 'utf8').includes(`"${token}"`)
  }

  return {
    assertHeld() {
      // The first clock stands still while the machine sleeps. The second one may be set.
      const sinceMs = readMonotonicMs() - (proven[0] ?? 0)
      const sinceWallMs = Math.abs(Date.now() - (proven[1] ?? 0))
      if (sinceMs > TRUSTED_MS || sinceWallMs > TRUSTED_MS) renew()
    },
    renew,
  }
}

/** Equal in all threads, unlike `performance.now()`. */
function readMonotonicMs(): number {
  const [seconds, nanoseconds] = process.hrtime()
  return seconds * 1_000 + nanoseconds / 1_000_000
}

function touch(path: string, atMs: number): void {
  utimesSync(path, atMs / 1_000, atMs / 1_000)
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
}
