import { randomInt } from 'node:crypto'
import { constants, existsSync, fdatasync, write } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'

/** Name of the journal in the folder of the database's files, so that a copy of a stopped database includes it. */
export const JOURNAL = 'patchbay-journal'

/** At this size the journal starts over. */
const MOST_BYTES = 32 * 1024 * 1024
const KEPT_BYTES = 1024 * 1024
/** Length, checksum of what follows, and number of the entry. */
const HEAD_BYTES = 16

/**
 * A file of entries with consecutive numbers. It is opened so that a write returns once it is on the disk: one system
 * call stores an entry. Starting over overwrites the existing file, which is faster than making it longer.
 */
export interface JournalFile {
  /** Bytes that still fit before it must start over. */
  readonly room: number
  /** Number of the next entry. The numbers go up while the file is open. */
  readonly next: number
  /** Resolves once the entry is on the disk. One call at a time. */
  append(entry: readonly Buffer[]): Promise<void>
  /** Writes the next entry at the start of the file. Call it only when no earlier entry is needed any more. */
  startOver(): void
  /** Removes all entries. Must not be called during `append`. */
  clear(): Promise<void>
  close(): Promise<void>
}

export interface JournalFileOptions {
  readonly mostBytes?: number
  /**
   * Called before and after each write.
   * @throws Error when the file may be another process's by now
   */
  assertHeld?(): void
}

/** Opens the journal, creates it when it is missing, and returns the entries that the last process left. */
export async function openJournalFile(
  path: string,
  { mostBytes = MOST_BYTES, assertHeld = () => undefined }: JournalFileOptions = {},
): Promise<{ readonly file: JournalFile } & Pick<Contents, 'entries' | 'damage'>> {
  // Windows has no such flag, and on other systems it guarantees less than a sync.
  const isSyncedByWrite = process.platform === 'linux'
  const flags = constants.O_RDWR | constants.O_CREAT | (isSyncedByWrite ? constants.O_DSYNC : 0)
  const isNew = !existsSync(path)
  const handle = await open(path, flags, 0o600)
  try {
    const { entries, next, damage } = readEntries(await handle.readFile(), isNew)
    const file = new OpenJournalFile(handle, { mostBytes, next, isSyncedByWrite, assertHeld })
    return { file, entries, damage }
  } catch (error) {
    await handle.close()
    throw error
  }
}

interface FileOptions extends Required<JournalFileOptions> {
  /** Number of the next entry. */
  readonly next: number
  readonly isSyncedByWrite: boolean
}

class OpenJournalFile implements JournalFile {
  readonly #handle: FileHandle
  readonly #options: FileOptions
  readonly #memory = Buffer.allocUnsafeSlow(KEPT_BYTES)
  #next: number
  #position = 0

  constructor(handle: FileHandle, options: FileOptions) {
    this.#handle = handle
    this.#options = options
    this.#next = options.next
  }

  get next(): number {
    return this.#next
  }

  get room(): number {
    return Math.max(0, this.#options.mostBytes - this.#position - HEAD_BYTES)
  }

  async append(entry: readonly Buffer[]): Promise<void> {
    const bytes = this.#joined(entry)
    bytes.writeUInt32LE(bytes.length - HEAD_BYTES, 0)
    bytes.writeBigUInt64LE(BigInt(this.#next), 8)
    bytes.writeUInt32LE(crc32(bytes.subarray(8)), 4)
    await this.#write(bytes, this.#position)
    // The position moves only after a complete write, so the next entry overwrites one that failed half-way.
    this.#position += bytes.length
    this.#next += 1
  }

  startOver(): void {
    this.#position = 0
  }

  async clear(): Promise<void> {
    await this.#write(Buffer.alloc(HEAD_BYTES), 0)
    this.#position = 0
  }

  close(): Promise<void> {
    return this.#handle.close()
  }

  /** Joins the pieces in memory that is reused, with space for the head. */
  #joined(entry: readonly Buffer[]): Buffer {
    const size = entry.reduce((sum, part) => sum + part.length, HEAD_BYTES)
    // A single entry of several megabytes does not justify keeping that much memory.
    const bytes = size > this.#memory.length ? Buffer.allocUnsafeSlow(size) : this.#memory.subarray(0, size)
    let end = HEAD_BYTES
    for (const part of entry) end += part.copy(bytes, end)
    return bytes
  }

  async #write(bytes: Buffer, position: number): Promise<void> {
    const { fd } = this.#handle
    const { isSyncedByWrite, assertHeld } = this.#options
    assertHeld()
    await writeAll(fd, bytes, position)
    if (!isSyncedByWrite) await synced(fd)
    // A process that was frozen during the write may have lost the file to another one, which has not read this entry.
    assertHeld()
  }
}

/** An entry that the last process left. */
export interface LeftEntry {
  readonly number: number
  readonly bytes: Buffer
}

interface Contents {
  readonly entries: readonly LeftEntry[]
  /** Number of the next entry. */
  readonly next: number
  /** What is wrong with the file, as the end of a sentence. Undefined when nothing seems to be missing. */
  readonly damage: string | undefined
}

/**
 * Reads from the start while each entry is complete and follows the one before. What stands behind them is left from an
 * earlier round, or from a write that a crash cut short, unless it proves that entries are missing.
 */
function readEntries(contents: Buffer, isNew: boolean): Contents {
  const entries: LeftEntry[] = []
  let position = 0
  let next: number | undefined
  for (;;) {
    const entry = entryAt(contents, position)
    if (entry === undefined || (next !== undefined && entry.number !== next)) break
    entries.push(entry)
    next = entry.number + 1
    position = entry.end
  }
  const isCut = !isNew && contents.length < HEAD_BYTES
  const isDamaged = isCut || (next === undefined ? !isEmpty(contents) : hasLaterEntry(contents, position, next))
  return {
    entries,
    // A file that was cleared or damaged still contains old entries further back. A random first number makes it
    // unlikely that they seem to follow.
    next: next === undefined || isDamaged ? randomInt(1, 2 ** 47) : next,
    damage: isCut
      ? `only ${contents.length} bytes of it are left`
      : isDamaged
        ? `${contents.length - position} bytes of it cannot be read`
        : undefined,
  }
}

/** Undefined where no complete entry begins. */
function entryAt(contents: Buffer, position: number) {
  const start = position + HEAD_BYTES
  if (start > contents.length) return undefined
  const length = contents.readUInt32LE(position)
  const end = start + length
  const number = Number(contents.readBigUInt64LE(position + 8))
  if (length === 0 || end > contents.length || number === 0) return undefined
  if (crc32(contents.subarray(position + 8, end)) !== contents.readUInt32LE(position + 4)) return undefined
  return { number, end, bytes: contents.subarray(start, end) }
}

/** True for a file without a first entry: a new one, or one that was cleared. */
function isEmpty(contents: Buffer): boolean {
  return contents.subarray(0, HEAD_BYTES).every((byte) => byte === 0)
}

/** True when an entry with a higher number than the next one stands somewhere behind: the ones between are damaged. */
function hasLaterEntry(contents: Buffer, from: number, next: number): boolean {
  const number = Buffer.alloc(8)
  number.writeBigUInt64LE(BigInt(next))
  // Without the lowest bytes, in which entries of one file differ.
  const pattern = number.subarray(3)
  for (let at = contents.indexOf(pattern, from); at !== -1; at = contents.indexOf(pattern, at + 1)) {
    const position = at - 3 - 8
    if (position >= from && (entryAt(contents, position)?.number ?? 0) > next) return true
  }
  return false
}

function writeAll(fd: number, bytes: Buffer, position: number, written = 0): Promise<void> {
  return new Promise((resolve, reject) => {
    write(fd, bytes, written, bytes.length - written, position + written, (error, count) => {
      if (error !== null) reject(error)
      else if (written + count === bytes.length) resolve()
      else writeAll(fd, bytes, position, written + count).then(resolve, reject)
    })
  })
}

function synced(fd: number): Promise<void> {
  return new Promise((resolve, reject) => {
    fdatasync(fd, (error) => (error === null ? resolve() : reject(error)))
  })
}
