import { AppError } from '@patchbay/shared/errors'
import { UnpackError, unpack } from '../content/unpack.ts'
import { tooLarge } from './exchange.ts'

/**
 * Decodes the content codings of a reply, up to `maxBytes`.
 * @throws AppError RESPONSE_TOO_LARGE, RESPONSE_NOT_READABLE
 */
export async function unpackBody(
  body: Uint8Array,
  contentEncoding: string | undefined,
  maxBytes: number,
): Promise<Uint8Array> {
  try {
    return await unpack(body, contentEncoding, maxBytes)
  } catch (error) {
    if (!(error instanceof UnpackError)) throw error
    throw error.reason === 'too-large' ? tooLarge(maxBytes) : notReadable(error)
  }
}

function notReadable(cause: UnpackError): AppError {
  const coding = cause.coding.slice(0, 40)
  return new AppError('RESPONSE_NOT_READABLE', `The reply is encoded as "${coding}" which cannot be decoded.`, {
    cause,
    extra: { help: 'Try again; if it stays so, the service sends a damaged reply.' },
  })
}
