import { AppError } from '@patchbay/shared/errors'
import type { Json } from '@patchbay/shared/json'
import { decodeBody, parseJsonBody, requireJsonType, requireUtf8 } from '../platform/content/body-text.ts'
import { mediaTypeOf } from '../platform/content/media-type.ts'
import type { AppContext } from './app-env.ts'

export { parseJsonBody } from '../platform/content/body-text.ts'
export { isJsonType } from '../platform/content/media-type.ts'

/** Most bytes of a request body, unless the route sets its own limit. */
export const DEFAULT_BODY_LIMIT = 1024 * 1024

/**
 * Reads the body as text. Refuses a body that is too large before reading it, or, without a Content-Length, as soon as
 * the limit is passed.
 * @throws AppError BODY_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE for a content coding or another charset, BAD_REQUEST for
 * bytes that are not UTF-8.
 */
export async function readText(context: AppContext, limit: number): Promise<string> {
  requireUtf8(context.req.header('content-type'))
  return decodeBody(await readRaw(context, limit))
}

/**
 * Reads the bytes of the body as received.
 * @throws AppError BODY_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE for a content coding.
 */
export async function readRaw(context: AppContext, limit: number): Promise<Uint8Array> {
  refuseCodings(context)
  const bytes = await readBytes(context, limit)
  if (bytes.byteLength > limit) throw tooLarge(limit)
  return bytes
}

/**
 * Reads the body as JSON that the database can store (NUL and lone surrogates replaced).
 * @throws AppError like `readText`, and BAD_REQUEST for text that is not JSON.
 */
export async function readJson(context: AppContext, limit: number): Promise<Json> {
  requireJson(context)
  const text = await readText(context, limit)
  if (text.trim() === '') throw new AppError('BAD_REQUEST', 'The body is empty. Send a JSON document.')
  return parseJsonBody(text)
}

/** The media type of the body in lower case without parameters; empty when there is none. */
export function mediaType(context: AppContext): string {
  return mediaTypeOf(context.req.header('content-type'))
}

/** @throws AppError UNSUPPORTED_MEDIA_TYPE unless the content type is JSON. */
export function requireJson(context: AppContext): void {
  requireJsonType(context.req.header('content-type'))
}

function refuseCodings(context: AppContext): void {
  const coding = context.req.header('content-encoding')?.trim().toLowerCase() ?? 'identity'
  if (coding !== 'identity' && coding !== '') {
    throw new AppError('UNSUPPORTED_MEDIA_TYPE', 'Send the body without a Content-Encoding.')
  }
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

function tooLarge(limit: number): AppError {
  const size = limit >= 1024 * 1024 ? `${limit / 1024 / 1024} MiB` : `${limit / 1024} KiB`
  // Without `Connection: close`, which would cut off a client that sends its whole body before it reads this answer.
  // The adapter discards a bounded rest of the body and closes the connection when there is more.
  return new AppError('BODY_TOO_LARGE', `The body may have at most ${size}.`)
}
