import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, inflateRaw, zstdDecompress } from 'node:zlib'

/** The content codings that `unpack` decodes, as `Accept-Encoding` names them. */
export const KNOWN_CODINGS = 'gzip, deflate, br, zstd'

/** No honest sender uses more. Each coding multiplies the size that one byte can expand to. */
const MAX_CODINGS = 3

const decompressors = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  rawDeflate: promisify(inflateRaw),
  br: promisify(brotliDecompress),
  zstd: promisify(zstdDecompress),
}

/** Thrown for a body whose content codings cannot be decoded. */
export class UnpackError extends Error {
  /** `too-large`: it expands beyond the limit. `damaged`: it is not in the coding that it claims. */
  readonly reason: 'too-large' | 'damaged'
  readonly coding: string

  constructor(reason: UnpackError['reason'], coding: string, cause?: unknown) {
    super(`The body cannot be decoded from ${coding}: ${reason}.`, { cause })
    this.reason = reason
    this.coding = coding
  }
}

/**
 * Decodes the content codings of a body, up to `maxBytes`. Decoding stops as soon as a small body expands beyond that.
 * Codings that nobody knows, such as `utf-8` or `aws-chunked`, are ignored: senders name them over plain bodies, and
 * browsers ignore them too.
 * @throws UnpackError
 */
export async function unpack(
  body: Uint8Array,
  contentEncoding: string | undefined,
  maxBytes: number,
): Promise<Uint8Array> {
  if (contentEncoding === undefined || body.length === 0) return body
  const codings = codingsOf(contentEncoding)
  if (codings.length > MAX_CODINGS) throw new UnpackError('damaged', codings.join(', '))
  let bytes = body
  for (const coding of codings) bytes = await undo(coding, bytes, maxBytes)
  return bytes
}

/** Known codings in the order of decoding: the one applied last comes first. */
function codingsOf(contentEncoding: string): readonly string[] {
  const codings = contentEncoding.toLowerCase().split(',')
  return codings
    .map((coding) => coding.trim().replace(/^x-(?=gzip$)/, ''))
    .filter((coding) => known.has(coding))
    .reverse()
}

const known: ReadonlySet<string> = new Set(KNOWN_CODINGS.split(', '))

async function undo(coding: string, bytes: Uint8Array, maxBytes: number): Promise<Uint8Array> {
  try {
    return await decompressorFor(coding, bytes)(bytes, { maxOutputLength: maxBytes })
  } catch (cause) {
    const isLimit = cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE'
    throw new UnpackError(isLimit ? 'too-large' : 'damaged', coding, cause)
  }
}

function decompressorFor(coding: string, bytes: Uint8Array) {
  if (coding === 'gzip') return decompressors.gzip
  if (coding === 'br') return decompressors.br
  if (coding === 'zstd') return decompressors.zstd
  // Senders use both zlib streams, as the standard says, and raw deflate. A zlib header starts with method 8.
  return ((bytes[0] ?? 0) & 0x0f) === 8 ? decompressors.deflate : decompressors.rawDeflate
}
