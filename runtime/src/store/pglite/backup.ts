import { type FileHandle, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { AppError } from '@patchbay/shared/errors'
import { type Kysely, sql } from 'kysely'
import type { Database } from '../database.ts'
import { JOURNAL } from '../journal/journal-file.ts'
import type { Tables } from '../schema/tables.ts'
import { syncFiles } from './sync-files.ts'
import { tarEnd, tarHeader, tarPadding } from './tar.ts'

const CHUNK = 1024 * 1024
const LOG_FOLDER = 'pg_wal'

/** First entry of every back-up. Says whether it can be restored here. */
export interface BackupManifest {
  readonly format: 1
  /** Version of the embedded database. Its files can be read by the same major version only. */
  readonly postgres: string
  readonly madeAt: string
}

export const MANIFEST = 'patchbay-backup.json'
/** Last entry of every back-up. Without it the copy is incomplete. */
export const COMPLETE = 'patchbay-backup-complete'

/** Consistent copies of the running embedded database. */
export interface Backups {
  /**
   * An archive (tar) of the database in its state at the end of the stream. Statements go on in the meantime.
   * @throws AppError BAD_REQUEST on Postgres, TOO_MANY_REQUESTS while another back-up is being made
   */
  stream(now: Date): Readable
  /** While a back-up is being made, the log must be kept: no checkpoints. */
  readonly isUnderWay: boolean
}

export function createBackups({ kysely, kind, files }: Database): Backups {
  let isUnderWay = false

  async function* copy(folder: string, now: Date): AsyncGenerator<Buffer> {
    try {
      yield* manifest(folder, now)
      await syncFiles(folder)
      const label = yield* duringBackup(
        kysely,
        // The journal is not copied: when the back-up is stopped, the tables contain all of its records.
        copyFiles(folder, (path) => !path.startsWith(`${LOG_FOLDER}/`) && path !== JOURNAL),
      )
      yield* copyFiles(join(folder, LOG_FOLDER), (path) => label.segments(path), LOG_FOLDER)
      yield* textEntry('backup_label', label.text)
      yield* textEntry(COMPLETE, '')
      yield tarEnd
    } finally {
      isUnderWay = false
    }
  }

  return {
    get isUnderWay() {
      return isUnderWay
    },
    stream(now) {
      if (kind !== 'pglite' || files === undefined) {
        throw new AppError('BAD_REQUEST', 'This Patchbay keeps its data in Postgres. Back it up with pg_dump.')
      }
      if (isUnderWay) {
        const headers = { 'Retry-After': '30' }
        throw new AppError('TOO_MANY_REQUESTS', 'Another back-up is being made. Wait until it ends.', { headers })
      }
      isUnderWay = true
      const archive = Readable.from(copy(files, now), { objectMode: false })
      return archive.once('close', () => {
        isUnderWay = false
      })
    },
  }
}

/** A copy of the files of a database that no process has open. */
export async function* copyOfStopped(folder: string, now: Date): AsyncGenerator<Buffer> {
  yield* manifest(folder, now)
  yield* copyFiles(folder, () => true)
  yield* textEntry(COMPLETE, '')
  yield tarEnd
}

interface BackupLabel {
  readonly text: string
  /** Whether the copy needs this log file to be consistent. */
  segments(name: string): boolean
}

/**
 * Postgres' own online back-up: pages that change while they are copied are repaired from the log at restore. It
 * belongs to a session, and the embedded database has only one.
 */
async function* duringBackup(
  kysely: Kysely<Tables>,
  contents: AsyncGenerator<Buffer>,
): AsyncGenerator<Buffer, BackupLabel> {
  await sql`select pg_backup_start('patchbay', true)`.execute(kysely)
  let label: BackupLabel | undefined
  try {
    yield* contents
  } finally {
    label = await stopBackup(kysely)
  }
  return label
}

async function stopBackup(kysely: Kysely<Tables>): Promise<BackupLabel> {
  const { rows } = await sql<{ text: string; last: string }>`
    select labelfile as text, pg_walfile_name(lsn) as last from pg_backup_stop(false)`.execute(kysely)
  const [row] = rows
  const first = /\(file ([0-9A-F]{24})\)/.exec(row?.text ?? '')?.[1]
  if (row === undefined || first === undefined) throw new Error('The back-up has no label.')
  const { text, last } = row
  // The names of log files sort in the order of the log.
  return { text, segments: (name) => /^[0-9A-F]{24}$/.test(name) && name >= first && name <= last }
}

async function* manifest(folder: string, now: Date): AsyncGenerator<Buffer> {
  const postgres = await readText(join(folder, 'PG_VERSION'))
  const contents: BackupManifest = { format: 1, postgres: postgres.trim(), madeAt: now.toISOString() }
  yield* textEntry(MANIFEST, `${JSON.stringify(contents)}\n`)
}

async function* textEntry(path: string, text: string): AsyncGenerator<Buffer> {
  const contents = Buffer.from(text)
  yield tarHeader({ path, kind: 'file', size: contents.length })
  if (contents.length > 0) yield contents
  yield tarPadding(contents.length)
}

async function* copyFiles(folder: string, isWanted: (path: string) => boolean, prefix = ''): AsyncGenerator<Buffer> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const full = join(entry.parentPath, entry.name)
    const path = full.slice(folder.length + 1).replaceAll('\\', '/')
    const stored = prefix === '' ? path : `${prefix}/${path}`
    if (entry.isDirectory()) {
      if (prefix === '') yield tarHeader({ path: stored, kind: 'folder', size: 0 })
    } else if (entry.isFile() && isWanted(path)) {
      yield* copyFile(full, stored)
    }
  }
}

/** Copies the length that the file has when it is opened. Later additions are in the log. */
async function* copyFile(file: string, path: string): AsyncGenerator<Buffer> {
  const handle = await openIfThere(file)
  if (handle === undefined) return
  try {
    const { size } = await handle.stat()
    yield tarHeader({ path, kind: 'file', size })
    for (let position = 0; position < size; ) {
      const length = Math.min(CHUNK, size - position)
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position)
      // A file that was truncated in the meantime is filled up. The log truncates the copy, too.
      yield bytesRead === 0 ? buffer : buffer.subarray(0, bytesRead)
      position += bytesRead === 0 ? length : bytesRead
    }
    yield tarPadding(size)
  } finally {
    await handle.close()
  }
}

/** Tables may be dropped while others are copied. */
async function openIfThere(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

async function readText(file: string): Promise<string> {
  const handle = await open(file, 'r')
  try {
    return await handle.readFile('utf8')
  } finally {
    await handle.close()
  }
}
