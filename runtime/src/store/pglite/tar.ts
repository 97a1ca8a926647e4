/** A file in an archive. `size` bytes of contents follow it. */
export interface TarEntry {
  readonly path: string
  readonly kind: 'file' | 'folder'
  readonly size: number
}

const BLOCK = 512
const MOST_PATH = 100
/** Octal digits of a size, enough for 8 GB. No file of the database is larger than 1 GB. */
const SIZE_DIGITS = 11

/** The header of an entry in the ustar format (POSIX.1-1988). */
export function tarHeader({ path, kind, size }: TarEntry): Buffer {
  const name = kind === 'folder' ? `${path}/` : path
  if (Buffer.byteLength(name) > MOST_PATH) throw new Error(`The path ${path} is too long for an archive.`)
  const header = Buffer.alloc(BLOCK)
  header.write(name, 0)
  header.write(kind === 'folder' ? '0000700\0' : '0000600\0', 100)
  header.write('0000000\0', 108)
  header.write('0000000\0', 116)
  header.write(`${size.toString(8).padStart(SIZE_DIGITS, '0')}\0`, 124)
  header.write('00000000000\0', 136)
  header.write(kind === 'folder' ? '5' : '0', 156)
  header.write('ustar\x0000', 257)
  // The checksum is computed with spaces in its own field.
  header.fill(' ', 148, 156)
  header.write(`${sumOf(header).toString(8).padStart(6, '0')}\0 `, 148)
  return header
}

/** Zeros up to the next block. */
export function tarPadding(size: number): Buffer {
  return Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK)
}

export const tarEnd: Buffer = Buffer.alloc(2 * BLOCK)

export interface TarContents {
  readonly entry: TarEntry
  readonly chunks: AsyncIterable<Buffer>
}

/**
 * Reads an archive written by this module. Read the chunks of an entry to their end before the next entry.
 * @throws Error when the archive is damaged or incomplete
 */
export async function* readTar(source: AsyncIterable<Buffer>): AsyncGenerator<TarContents> {
  const reader = createReader(source)
  for (;;) {
    const header = await reader.take(BLOCK)
    if (header.every((byte) => byte === 0)) return
    const entry = readHeader(header)
    yield { entry, chunks: reader.chunks(entry.size) }
    await reader.take(tarPadding(entry.size).length)
  }
}

function readHeader(header: Buffer): TarEntry {
  const sum = Number.parseInt(header.toString('latin1', 148, 154), 8)
  const copy = Buffer.from(header)
  copy.fill(' ', 148, 156)
  if (sum !== sumOf(copy)) throw new Error('The archive is damaged.')
  const path = header.toString('utf8', 0, header.indexOf(0)).replace(/\/$/, '')
  const size = Number.parseInt(header.toString('latin1', 124, 135), 8)
  return { path, kind: header.toString('latin1', 156, 157) === '5' ? 'folder' : 'file', size }
}

function sumOf(header: Buffer): number {
  return header.reduce((sum, byte) => sum + byte, 0)
}

function createReader(source: AsyncIterable<Buffer>) {
  const iterator = source[Symbol.asyncIterator]()
  let rest: Buffer = Buffer.alloc(0)

  /** At most `most` bytes, and at least one. */
  async function some(most: number): Promise<Buffer> {
    while (rest.length === 0) {
      const next = await iterator.next()
      if (next.done === true) throw new Error('The archive ends too early.')
      rest = next.value
    }
    const part = rest.subarray(0, most)
    rest = rest.subarray(part.length)
    return part
  }

  async function* chunks(size: number): AsyncGenerator<Buffer> {
    for (let left = size; left > 0; ) {
      const part = await some(left)
      left -= part.length
      yield part
    }
  }

  async function take(size: number): Promise<Buffer> {
    const parts: Buffer[] = []
    for await (const part of chunks(size)) parts.push(part)
    return Buffer.concat(parts)
  }

  return { chunks, take }
}
