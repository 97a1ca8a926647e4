import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib'
import { AppError } from '@patchbay/shared/errors'
import { tooLarge } from './exchange.ts'

/** The content codings that we request and decode. */
export const ACCEPTED_CODINGS = 'gzip, deflate, br'

/** No honest service uses more. Each coding multiplies the size that one byte can expand to. */
const MAX_CODINGS = 3

const decompressors = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  rawDeflate: promisify(inflateRaw),
  br: promisify(brotliDecompress),
}

/**
 * Decodes the content codings of a body, up to `maxBytes`. Decoding stops as soon as a small reply expands beyond that.
 * @throws AppError RESPONSE_TOO_LARGE, RESPONSE_NOT_READABLE
 */
export async function unpackBody(
  body: Uint8Array,
  contentEncoding: string | undefined,
  maxBytes: number,
): Promise<Uint8Array> {
  if (contentEncoding === undefined || body.length === 0) return body
  return unpack(body, codingsOf(contentEncoding), maxBytes)
}

/** Codings in the order of decoding: the one applied last comes first. */
function codingsOf(contentEncoding: string): readonly string[] {
  const codings = contentEncoding.toLowerCase().split(',')
  return codings
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity')
    .reverse()
}

async function unpack(packed: Uint8Array, codings: readonly string[], maxBytes: number): Promise<Uint8Array> {
  if (codings.length > MAX_CODINGS) throw notReadable(codings.join(', '))
  let bytes = packed
  for (const coding of codings) bytes = await undo(coding, bytes, maxBytes)
  return bytes
}

async function undo(coding: string, bytes: Uint8Array, maxBytes: number): Promise<Uint8Array> {
  const decompress = decompressorFor(coding, bytes)
  if (decompress === undefined) throw notReadable(coding)
  try {
    return await decompress(bytes, { maxOutputLength: maxBytes })
  } catch (cause) {
    const isLimit = cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE'
    throw isLimit ? tooLarge(maxBytes) : notReadable(coding, cause)
  }
}

function decompressorFor(coding: string, bytes: Uint8Array) {
  if (coding === 'gzip' || coding === 'x-gzip') return decompressors.gzip
  if (coding === 'br') return decompressors.br
  if (coding !== 'deflate') return undefined
  // Services send both zlib streams, as the standard says, and raw deflate. A zlib header starts with method 8.
  return ((bytes[0] ?? 0) & 0x0f) === 8 ? decompressors.deflate : decompressors.rawDeflate
}

function notReadable(coding: string, cause?: unknown): AppError {
  return new AppError(
    'RESPONSE_NOT_READABLE',
    `The reply is encoded as "${coding.slice(0, 40)}" which cannot be decoded.`,
    {
      cause,
      extra: { help: 'Try again; if it stays so, the service sends a damaged reply.' },
    },
  )
}
