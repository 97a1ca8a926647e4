import { randomInt } from 'node:crypto'
import { constants, fdatasync, write } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'

/** Its name in the folder of the database's files: a copy of a stopped database holds it, too. */
export const JOURNAL = 'patchbay-journal'

/** No more is written before it starts over. */
const MOST_BYTES = 32 * 1024 * 1024
const KEPT_BYTES = 1024 * 1024
/** Length, checksum of what follows, number. */
const HEAD_BYTES = 16

/**
 * A file of entries whose numbers rise by one. It is opened so that a write ends on the disk: one call to the system
 * stores an entry. Starting over writes into what is there already, which is faster than making the file longer.
 */
export interface JournalFile {
  /** Bytes that still fit before it has to start over. */
  readonly room: number
  /** Resolves once the entry is on the disk. One at a time. */
  append(entry: readonly Buffer[]): Promise<void>
  /** The next entry goes to the start: none of before is needed any more. */
  startOver(): void
  /** Takes all entries out. Not while one is appended. */
  clear(): Promise<void>
  close(): Promise<void>
}

/** Opens the journal, which is made when missing, and answers the entries of the process before. */
export async function openJournalFile(
  path: string,
  mostBytes = MOST_BYTES,
): Promise<{ readonly file: JournalFile; readonly entries: readonly Buffer[] }> {
  // Windows has no such flag, and elsewhere it promises less than a sync.
  const isSyncedByWrite = process.platform === 'linux'
  const flags = constants.O_RDWR | constants.O_CREAT | (isSyncedByWrite ? constants.O_DSYNC : 0)
  const handle = await open(path, flags, 0o600)
  try {
    const { entries, next } = await readEntries(handle)
    return { file: new OpenJournalFile(handle, { mostBytes, next, isSyncedByWrite }), entries }
  } catch (error) {
    await handle.close()
    throw error
  }
}

interface FileOptions {
  readonly mostBytes: number
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

  get room(): number {
    return Math.max(0, this.#options.mostBytes - this.#position - HEAD_BYTES)
  }

  async append(entry: readonly Buffer[]): Promise<void> {
    const bytes = this.#joined(entry)
    bytes.writeUInt32LE(bytes.length - HEAD_BYTES, 0)
    bytes.writeBigUInt64LE(BigInt(this.#next), 8)
    bytes.writeUInt32LE(crc32(bytes.subarray(8)), 4)
    await this.#write(bytes, this.#position)
    // What failed half-way is written over by the next one.
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

  /** In memory that is used again and again, with room for the head. */
  #joined(entry: readonly Buffer[]): Buffer {
    const size = entry.reduce((sum, part) => sum + part.length, HEAD_BYTES)
    // One entry of megabytes is no reason to keep so much.
    const bytes = size > this.#memory.length ? Buffer.allocUnsafeSlow(size) : this.#memory.subarray(0, size)
    let end = HEAD_BYTES
    for (const part of entry) end += part.copy(bytes, end)
    return bytes
  }

  async #write(bytes: Buffer, position: number): Promise<void> {
    const { fd } = this.#handle
    await writeAll(fd, bytes, position)
    if (!this.#options.isSyncedByWrite) await synced(fd)
  }
}

/** From the start on, as long as each is whole and follows the one before: behind them are those of an earlier round. */
async function readEntries(handle: FileHandle): Promise<{ readonly entries: Buffer[]; readonly next: number }> {
  const contents = await handle.readFile()
  const entries: Buffer[] = []
  let next: number | undefined
  for (let position = 0; position + HEAD_BYTES <= contents.length; ) {
    const length = contents.readUInt32LE(position)
    const end = position + HEAD_BYTES + length
    const number = Number(contents.readBigUInt64LE(position + 8))
    const isNext = number > 0 && (next === undefined || number === next)
    if (length === 0 || end > contents.length || !isNext) break
    if (crc32(contents.subarray(position + 8, end)) !== contents.readUInt32LE(position + 4)) break
    entries.push(contents.subarray(position + HEAD_BYTES, end))
    next = number + 1
    position = end
  }
  // Where it was cleared, entries of before still stand behind: by chance alone theirs are the numbers that follow.
  return { entries, next: next ?? randomInt(1, 2 ** 47) }
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
