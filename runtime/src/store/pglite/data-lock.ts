import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const BEAT_MS = 5_000
/** A holder on another machine or in another container is gone when it did not touch its lock for this long. */
const SILENT_AFTER_MS = 15_000

interface Holder {
  /** Tells two holders apart when everything else is alike. */
  readonly token: string
  readonly pid: number
  readonly host: string
  /** When the process began, as the system tells it: a pid is given again, also after a restart. */
  readonly began: string
}

export interface DataLock {
  release(): Promise<void>
}

/** Thrown to who starts Patchbay on a data directory that is in use. */
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
 * Keeps a second process away from a data directory, which would destroy the embedded database. A lock whose
 * process is dead is taken over.
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

/** Locks of this very process: it may open a directory twice by mistake, and its own pid is always alive. */
const held = new Set<string>()

/** Written aside and linked into place, so that nobody ever reads half a lock. */
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

/** Moves a dead lock away. Only one of two starters gets it; who moved a fresh one by mistake puts it back. */
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

/** Its pid means nothing here: wait until the lock is touched, or has not been for too long. */
async function fallsSilent(path: string): Promise<boolean> {
  const first = await touchedAt(path)
  while (first !== undefined && Date.now() - first < SILENT_AFTER_MS) {
    await delay(500)
    if ((await touchedAt(path)) !== first) return false
  }
  return true
}

/** Undefined when there is no such process. Where the system does not tell, every living process looks alike. */
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
    // Field 22, counted after the name, which is in brackets and may hold spaces.
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
  // A folder that vanished is found by the database itself; a beat must not end the process.
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
