import { AppError } from '@patchbay/shared/errors'
import { decodeBody, requireJsonType } from '../platform/content/body-text.ts'
import { mediaTypeOf } from '../platform/content/media-type.ts'
import { UnpackError, unpack } from '../platform/content/unpack.ts'
import type { AppContext } from './app-env.ts'

export { parseJsonBody } from '../platform/content/body-text.ts'
export { isJsonType } from '../platform/content/media-type.ts'

/** Most bytes of a request body, unless the route sets its own limit. */
export const DEFAULT_BODY_LIMIT = 1024 * 1024

/**
 * Reads the body as text.
 * @throws AppError like `readRaw`, and BAD_REQUEST for bytes that are not in their charset.
 */
export async function readText(context: AppContext, limit: number): Promise<string> {
  return decodeBody(await readRaw(context, limit), context.req.header('content-type'))
}

/**
 * Reads the bytes of the body, unpacked. Refuses a body that is too large before reading it; without a Content-Length,
 * or packed, as soon as the limit is passed.
 * @throws AppError BODY_TOO_LARGE, BAD_REQUEST for a body that is not in its content coding.
 */
export async function readRaw(context: AppContext, limit: number): Promise<Uint8Array> {
  const bytes = await readBytes(context, limit)
  if (bytes.byteLength > limit) throw tooLarge(limit)
  try {
    return await unpack(bytes, context.req.header('content-encoding'), limit)
  } catch (error) {
    if (!(error instanceof UnpackError)) throw error
    if (error.reason === 'too-large') throw tooLarge(limit)
    throw new AppError('BAD_REQUEST', `The body is not packed with ${error.coding.slice(0, 40)}.`, { cause: error })
  }
}

/**
 * Reads the text of a JSON body, for `parseJsonBody`.
 * @throws AppError like `readText`, UNSUPPORTED_MEDIA_TYPE, and BAD_REQUEST for an empty body.
 */
export async function readJsonText(context: AppContext, limit: number): Promise<string> {
  requireJson(context)
  const text = await readText(context, limit)
  if (text.trim() === '') throw new AppError('BAD_REQUEST', 'The body is empty. Send a JSON document.')
  return text
}

/** The media type of the body in lower case without parameters; empty when there is none. */
export function mediaType(context: AppContext): string {
  return mediaTypeOf(context.req.header('content-type'))
}

/** @throws AppError UNSUPPORTED_MEDIA_TYPE unless the content type is JSON. */
export function requireJson(context: AppContext): void {
  requireJsonType(context.req.header('content-type'))
}

async function readBytes(context: AppContext, limit: number): Promise<Uint8Array> {
  const declared = context.req.header('content-length')
  if (declared === undefined) return readStream(context.req.raw.body, limit)
  if (Number(declared) > limit) throw tooLarge(limit)
  // The HTTP parser reads exactly as many bytes as declared.
  return new Uint8Array(await context.req.arrayBuffer())
}

async function readStream(stream: ReadableStream<Uint8Array> | null, limit: number): Promise<Uint8Array> {
  if (stream === null) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of stream) {
    length += chunk.byteLength
    if (length > limit) throw tooLarge(limit)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, length)
}

export function tooLarge(limit: number): AppError {
  const size = limit >= 1024 * 1024 ? `${limit / 1024 / 1024} MiB` : `${limit / 1024} KiB`
  // Without `Connection: close`, which would cut off a client that sends its whole body before it reads this answer.
  // The adapter discards a bounded rest of the body and closes the connection when there is more.
  return new AppError('BODY_TOO_LARGE', `The body may have at most ${size}.`)
}
