import { AppError } from '@patchbay/shared/errors'
import { MOST_MEDIA_BYTES } from '../../kit/media.ts'
import { extensionOf, fileTypeOf } from './file-type.ts'
import type { MediaRepository, StoredFile } from './media-repository.ts'

/** Bytes per row. While the embedded database stores one, every other statement waits. */
const PART_BYTES = 512 * 1024
const LONGEST_NAME = 120

export interface GivenFile {
  readonly id: string
  readonly chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
  /** What the sender says about it. */
  readonly type?: string | undefined
  readonly name?: string | undefined
}

/**
 * Stores the bytes of a file, at most one part of which is in memory, and returns what it is.
 * @throws AppError BODY_TOO_LARGE past 16 MiB, INVALID_INPUT without a byte
 */
export async function keepFile(
  media: Pick<MediaRepository, 'putPart'>,
  { id, chunks, type: claimed, name }: GivenFile,
): Promise<StoredFile> {
  let type = ''
  let bytes = 0
  let number = 0
  for await (const part of partsOf(chunks)) {
    if (number === 0) type = fileTypeOf(part, claimed)
    bytes += part.length
    await media.putPart(id, number, part)
    number += 1
  }
  if (bytes === 0) throw new AppError('INVALID_INPUT', 'The file is empty.')
  return { id, type, name: fileName(name, type), bytes }
}

async function* partsOf(chunks: GivenFile['chunks']): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = []
  let length = 0
  let total = 0
  for await (const chunk of chunks) {
    total += chunk.length
    if (total > MOST_MEDIA_BYTES) throw tooLarge()
    for (let start = 0; start < chunk.length; ) {
      const piece = chunk.subarray(start, start + PART_BYTES - length)
      start += piece.length
      length += piece.length
      held.push(piece)
      if (length < PART_BYTES) continue
      yield Buffer.concat(held, length)
      held = []
      length = 0
    }
  }
  if (length > 0) yield Buffer.concat(held, length)
}

export function tooLarge(): AppError {
  return new AppError('BODY_TOO_LARGE', `A file may have at most ${MOST_MEDIA_BYTES / 1024 / 1024} MiB.`)
}

/** The last part of a path, without characters that no file name has, and with the extension of the type. */
function fileName(given: string | undefined, type: string): string | null {
  const last = (given ?? '').split(/[\\/]/).at(-1) ?? ''
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it takes out
  const clean = last.replace(/[\u0000-\u001f\u007f<>:"|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').trim()
  const [stem = ''] = /^.*?(?=\.[^.]*$|$)/.exec(clean) ?? []
  const extension = extensionOf(type)
  if (stem === '') return null
  return extension === '' ? clean.slice(0, LONGEST_NAME) : `${stem.slice(0, LONGEST_NAME)}${extension}`
}
