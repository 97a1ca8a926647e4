import { AppError } from '@patchbay/shared/errors'
import { decoderNamed } from '../platform/content/charset.ts'
import { charsetOf } from '../platform/content/media-type.ts'
import type { AppContext } from './app-env.ts'
import { readText, tooLarge } from './read-body.ts'

/**
 * Reads the body as text, in parts as they arrive: the client waits while the caller works. A packed body is unpacked in
 * memory first.
 * @throws AppError like `readText`: BODY_TOO_LARGE, without a Content-Length as soon as the limit is passed, and BAD_REQUEST
 */
export async function* streamText(context: AppContext, limit: number): AsyncGenerator<string, void> {
  const { body, headers } = context.req.raw
  if (body === null || headers.has('content-encoding')) {
    yield await readText(context, limit)
    return
  }
  if (Number(headers.get('content-length') ?? 0) > limit) throw tooLarge(limit)
  const decode = decoderOf(headers.get('content-type') ?? undefined)
  let length = 0
  for await (const bytes of body) {
    length += bytes.byteLength
    if (length > limit) throw tooLarge(limit)
    yield decode(bytes)
  }
  yield decode()
}

/** Decodes parts of a text, and what is left of the last one when called without. */
function decoderOf(contentType: string | undefined): (bytes?: Uint8Array) => string {
  const charset = charsetOf(contentType)
  const known = charset === 'utf-8' ? undefined : decoderNamed(charset)
  const decoder = new TextDecoder(known?.encoding ?? 'utf-8', { fatal: known === undefined })
  return (bytes) => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined })
    } catch (cause) {
      throw new AppError('BAD_REQUEST', 'The body is not valid UTF-8.', { cause })
    }
  }
}
