import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const BEAT_MS = 5_000
/**
 * A holder on another machine or in another container counts as gone when it has not touched its lock for this long.
 */
const SILENT_AFTER_MS = 15_000

interface Holder {
  /** Distinguishes two holders whose other values are equal. */
  readonly token: string
  readonly pid: number
  readonly host: string
  /** When the process began, by the system. Needed because pids are reused, also after a restart of the system. */
  readonly began: string
}

export interface DataLock {
  release(): Promise<void>
}

/** Thrown when Patchbay is started on a data directory that is in use. */
export class DataDirectoryInUseError extends Error {
  constructor(directory: string, holder: Holder) {
    super(
      `Another Patchbay (process ${holder.pid} on ${holder.host}) is using the data directory ${directory}. ` +
        'Stop it first, or give this one another PATCHBAY_DATA_DIR. Several processes need PATCHBAY_DATABASE_URL.',
    )
    this.name = 'DataDirectoryInUseError'
  }
}

/**
 * Keeps a second process away from a data directory: it would destroy the embedded database. A lock whose process is
 * dead is taken over.
 */
export async function lockDataDirectory(directory: string): Promise<DataLock> {
  const path = join(directory, 'lock')
  const own: Holder = {
    token: randomUUID(),
    pid: process.pid,
    host: hostname(),
    began: (await beginOf(process.pid)) ?? '',
  }
  while (!(await create(path, own))) {
    const holder = await read(path)
    if (holder === undefined) continue
    if (await isAlive(holder, path)) throw new DataDirectoryInUseError(directory, holder)
    await discard(path, holder)
  }
  held.add(own.token)
  const beat = setInterval(() => void touch(path), BEAT_MS)
  beat.unref()
  return {
    async release() {
      clearInterval(beat)
      held.delete(own.token)
      await rm(path, { force: true })
    },
  }
}

/** Locks of this very process. It may open a directory twice by mistake, and its own pid is always alive. */
const held = new Set<string>()

/** Written to another file and linked into place, so that no process ever reads an incomplete lock. */
async function create(path: string, holder: Holder): Promise<boolean> {
  const draft = `${path}.${holder.token}`
  await writeFile(draft, JSON.stringify(holder))
  try {
    await link(draft, path)
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

/**
 * Moves a dead lock away. Of two starting processes only one succeeds. A process that moved a fresh lock by mistake
 * puts it back.
 */
async function discard(path: string, dead: Holder): Promise<void> {
  const aside = `${path}.${randomUUID()}`
  try {
    await rename(path, aside)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return
    throw error
  }
  const moved = await read(aside)
  if (moved !== undefined && moved.token !== dead.token) await link(aside, path)
  await rm(aside, { force: true })
}

async function isAlive(holder: Holder, path: string): Promise<boolean> {
  if (held.has(holder.token)) return true
  if (holder.host !== hostname()) return !(await fallsSilent(path))
  if (holder.pid === process.pid) return false
  const began = await beginOf(holder.pid)
  return began !== undefined && began === holder.began
}

/** The pid means nothing on this machine: wait until the lock is touched, or has not been touched for too long. */
async function fallsSilent(path: string): Promise<boolean> {
  const first = await touchedAt(path)
  while (first !== undefined && Date.now() - first < SILENT_AFTER_MS) {
    await delay(500)
    if ((await touchedAt(path)) !== first) return false
  }
  return true
}

/**
 * Returns undefined when there is no such process. On systems that do not say when a process began, all living
 * processes get the same text.
 */
async function beginOf(pid: number): Promise<string | undefined> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (hasCode(error, 'ESRCH')) return undefined
  }
  try {
    const [boot, stats] = await Promise.all([
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
      readFile(`/proc/${pid}/stat`, 'utf8'),
    ])
    // Field 22 is counted from after the name, which is in brackets and may contain spaces.
    return `${boot.trim()} ${stats.slice(stats.lastIndexOf(')') + 2).split(' ')[19]}`
  } catch {
    return ''
  }
}

async function read(path: string): Promise<Holder | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'))
    if (isHolder(value)) return value
    throw new Error(`The file ${path} is not a lock of Patchbay. Remove it when no Patchbay uses that folder.`)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

function isHolder(value: unknown): value is Holder {
  return typeof value === 'object' && value !== null && 'token' in value && 'pid' in value && 'host' in value
}

async function touch(path: string): Promise<void> {
  const now = new Date()
  // The database itself notices a missing folder. A failed touch must not end the process.
  await utimes(path, now, now).catch(() => undefined)
}

async function touchedAt(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mtimeMs
  } catch {
    return undefined
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
