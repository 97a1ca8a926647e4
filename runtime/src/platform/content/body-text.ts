import { AppError } from '@patchbay/shared/errors'
import { type Json, parseJson, toStorable } from '@patchbay/shared/json'
import { decodeText } from './charset.ts'
import { charsetOf, isJsonType, mediaTypeOf } from './media-type.ts'

const strictUtf8 = new TextDecoder('utf-8', { fatal: true })
const utf8Names: ReadonlySet<string | undefined> = new Set([undefined, 'utf-8', 'utf8', 'us-ascii', 'ascii'])

/**
 * Decodes a body in the charset that its Content-Type names.
 * @throws AppError BAD_REQUEST for bytes that are not UTF-8, where no other charset is named.
 */
export function decodeBody(bytes: Uint8Array, contentType: string | undefined): string {
  if (!utf8Names.has(charsetOf(contentType))) return decodeText(bytes, contentType)
  try {
    return strictUtf8.decode(bytes)
  } catch (cause) {
    throw new AppError('BAD_REQUEST', 'The body is not valid UTF-8.', { cause })
  }
}

/**
 * Parses the body as JSON that the database can store (NUL and lone surrogates replaced).
 * @throws AppError BAD_REQUEST for text that is not JSON, or nested too deeply.
 */
export function parseJsonBody(text: string): Json {
  try {
    return toStorable(parseJson(text))
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    const reason = cause instanceof Error ? cause.message : 'unreadable'
    throw new AppError('BAD_REQUEST', `The body is not valid JSON: ${reason}`, { cause })
  }
}

/** @throws AppError UNSUPPORTED_MEDIA_TYPE unless the Content-Type says JSON. */
export function requireJsonType(contentType: string | undefined): void {
  const type = mediaTypeOf(contentType)
  if (isJsonType(type)) return
  const given = type === '' ? 'No Content-Type was given' : `"${type.slice(0, 100)}" is not taken here`
  throw new AppError('UNSUPPORTED_MEDIA_TYPE', `${given}. Send the body as application/json.`)
}
