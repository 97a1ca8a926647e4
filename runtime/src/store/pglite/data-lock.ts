import { randomUUID } from 'node:crypto'
import { type FileHandle, link, open, readFile, readlink, rename, rm, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { StartError } from '../../platform/config/start-error.ts'
import { createDataHold, DataDirectoryLostError, type HoldData } from './data-hold.ts'
import { inTurn } from './lock-turn.ts'

const BEAT_MS = 2_000
/**
 * A holder on another machine or in another container counts as gone when it has not touched its lock while we watched
 * it for this long. Its clock and ours may differ, so the time in the lock says nothing by itself.
 */
const SILENT_AFTER_MS = 15_000
/**
 * The same for a holder in another container of the same name, which is nearly always the one before a restart of this
 * one. Longer than a process writes without a look at its lock.
 */
const SAME_NAME_SILENT_AFTER_MS = 6_000

interface Holder {
  /** Distinguishes two holders whose other values are equal. */
  readonly token: string
  readonly pid: number
  readonly host: string
  /** When the process began, by the system. Needed because pids are reused, also after a restart of the system. */
  readonly began: string
  /** The space of its pids, which every container has its own of. Missing in locks of 0.2.0, empty where unknown. */
  readonly space?: string
}

export interface DataLock {
  /** For the other threads of this process, which write into the directory, too. */
  readonly hold: HoldData
  /**
   * Call it before each write into the directory.
   * @throws DataDirectoryLostError when another process has it by now
   */
  assertHeld(): void
  /** The listener is called once, when the lock is lost: the process must end. At once when it is lost already. */
  onLost(listener: (error: Error) => void): void
  release(): Promise<void>
}

export interface LockOptions {
  /** Name of this machine or container. Another one's processes can only be watched. */
  readonly host?: string
  readonly silentAfterMs?: number
  readonly sameNameSilentAfterMs?: number
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
export async function lockDataDirectory(directory: string, options: LockOptions = {}): Promise<DataLock> {
  const path = join(directory, 'lock')
  const {
    host = hostname(),
    silentAfterMs = SILENT_AFTER_MS,
    sameNameSilentAfterMs = SAME_NAME_SILENT_AFTER_MS,
  } = options
  const [began = '', space] = await Promise.all([beginOf(process.pid), pidSpace()])
  const own: Holder = { token: randomUUID(), pid: process.pid, host, began, space }
  for (;;) {
    const dead = await findDead(path, directory, { own, silentAfterMs, sameNameSilentAfterMs })
    const file = await inTurn(path, () => replace(path, dead, own))
    if (file === 'awake') throw new DataDirectoryInUseError(directory, dead?.holder ?? own)
    if (file !== undefined) return keep(path, own.token, file)
  }
}

interface Dead {
  readonly holder: Holder
  readonly touchedAtMs: number
}

interface Watching {
  readonly own: Holder
  readonly silentAfterMs: number
  readonly sameNameSilentAfterMs: number
}

/**
 * The holder of a lock that may be taken over. Undefined when there is no lock.
 * @throws DataDirectoryInUseError when the holder is alive
 */
async function findDead(path: string, directory: string, watching: Watching): Promise<Dead | undefined> {
  const holder = await read(path)
  if (holder === undefined) return undefined
  const touchedAtMs = (await touchedAt(path)) ?? 0
  if (await isAlive({ holder, touchedAtMs }, path, watching)) throw new DataDirectoryInUseError(directory, holder)
  return { holder, touchedAtMs }
}

async function keep(path: string, token: string, file: FileHandle): Promise<DataLock> {
  const { dev: device, ino: inode } = await file.stat({ bigint: true })
  const hold: HoldData = { path, token, file: { device, inode }, provenAt: new SharedArrayBuffer(16) }
  const { assertHeld, renew } = createDataHold(hold)
  const listeners: ((error: Error) => void)[] = []
  let lost: Error | undefined
  const lose = (error: unknown): Error => {
    if (lost !== undefined) return lost
    lost = error instanceof Error ? error : new Error(String(error))
    clearInterval(beat)
    for (const listener of listeners) listener(lost)
    return lost
  }
  renew()
  held.add(token)
  const beat = setInterval(() => {
    try {
      renew()
    } catch (error) {
      // What fails for another reason may succeed at the next beat. A write that comes after too many failures fails.
      if (error instanceof DataDirectoryLostError) lose(error)
    }
  }, BEAT_MS)
  beat.unref()
  return {
    hold,
    assertHeld() {
      if (lost !== undefined) throw lost
      try {
        assertHeld()
      } catch (error) {
        throw lose(error)
      }
    },
    onLost(listener) {
      if (lost === undefined) listeners.push(listener)
      else listener(lost)
    },
    async release() {
      clearInterval(beat)
      held.delete(token)
      const isOurs = lost === undefined && (await read(path).catch(() => undefined))?.token === token
      await file.close()
      if (isOurs) await rm(path, { force: true })
    },
  }
}

/** Locks of this very process. It may open a directory twice by mistake, and its own pid is always alive. */
const held = new Set<string>()

/**
 * Puts our lock into the place of the dead one, or where there is none. Undefined when another process has changed it
 * meanwhile; `awake` when the holder has touched it.
 */
async function replace(path: string, dead: Dead | undefined, own: Holder): Promise<FileHandle | 'awake' | undefined> {
  const holder = await read(path)
  if (holder?.token !== dead?.holder.token) return undefined
  if (dead !== undefined && !(await moveAway(path, dead))) return 'awake'
  return create(path, own)
}

/**
 * A holder that wakes up touches its lock and then looks for it. So either the touch is seen here, after the lock was
 * moved, or the holder does not find it. Returns false when it was touched: it is put back.
 */
async function moveAway(path: string, { touchedAtMs }: Dead): Promise<boolean> {
  const aside = `${path}.${randomUUID()}`
  await rename(path, aside)
  const isAwake = (await touchedAt(aside)) !== touchedAtMs
  if (isAwake) await link(aside, path)
  await rm(aside, { force: true })
  return !isAwake
}

/**
 * Written to another file and linked into place, so that no process ever reads an incomplete lock. Undefined when there
 * is a lock: versions before this one take no turns.
 */
async function create(path: string, own: Holder): Promise<FileHandle | undefined> {
  const draft = `${path}.${own.token}`
  await writeFile(draft, JSON.stringify(own))
  const file = await open(draft, 'r')
  try {
    await link(draft, path)
    return file
  } catch (error) {
    await file.close()
    if (hasCode(error, 'EEXIST')) return undefined
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

async function isAlive({ holder, touchedAtMs }: Dead, path: string, watching: Watching): Promise<boolean> {
  const { own, silentAfterMs, sameNameSilentAfterMs } = watching
  if (held.has(holder.token)) return true
  const isElsewhere = holder.host !== own.host
  if (isElsewhere || (holder.space ?? own.space) !== own.space) {
    // The pid means nothing here.
    return !(await staysSilent(path, touchedAtMs, isElsewhere ? silentAfterMs : sameNameSilentAfterMs))
  }
  if (holder.pid === process.pid) return false
  const began = await beginOf(holder.pid)
  return began !== undefined && began === holder.began
}

async function staysSilent(path: string, touchedAtMs: number, silentAfterMs: number): Promise<boolean> {
  const beginMs = performance.now()
  while (performance.now() - beginMs < silentAfterMs) {
    await delay(Math.min(500, silentAfterMs))
    const nowMs = await touchedAt(path)
    if (nowMs !== undefined && nowMs !== touchedAtMs) return false
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

/** Empty on systems without one. */
function pidSpace(): Promise<string> {
  return readlink('/proc/self/ns/pid').catch(() => '')
}

async function read(path: string): Promise<Holder | undefined> {
  const text = await readFile(path, 'utf8').catch((error) => {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  })
  if (text === undefined) return undefined
  const value = parsed(text)
  if (isHolder(value)) return value
  throw new StartError(`The file ${path} is not a lock of Patchbay. Remove it when no Patchbay uses that folder.`)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isHolder(value: unknown): value is Holder {
  return typeof value === 'object' && value !== null && 'token' in value && 'pid' in value && 'host' in value
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
