import { AppError } from '@patchbay/shared/errors'
import type { Json } from '@patchbay/shared/json'
import { decodeBody, parseJsonBody, requireJsonType, requireUtf8 } from '../platform/content/body-text.ts'
import { mediaTypeOf } from '../platform/content/media-type.ts'
import type { CallbackRequest } from './callback.ts'

const FORM = 'application/x-www-form-urlencoded'

/** @throws AppError UNSUPPORTED_MEDIA_TYPE for a charset other than UTF-8, BAD_REQUEST for bytes that are not UTF-8 */
export function readCallbackText({ headers, rawBody }: CallbackRequest): string {
  requireUtf8(headers['content-type'])
  return decodeBody(rawBody)
}

/**
 * @throws AppError like `readCallbackText`; UNSUPPORTED_MEDIA_TYPE unless the type is JSON, BAD_REQUEST for invalid
 * JSON
 */
export function readCallbackJson(request: CallbackRequest): Json {
  requireJsonType(request.headers['content-type'])
  return parseJsonBody(readCallbackText(request))
}

/** @throws AppError like `readCallbackText`, UNSUPPORTED_MEDIA_TYPE unless the content type is a form */
export function readCallbackForm(request: CallbackRequest): URLSearchParams {
  if (mediaTypeOf(request.headers['content-type']) !== FORM) {
    throw new AppError('UNSUPPORTED_MEDIA_TYPE', `Send the body as ${FORM}.`)
  }
  return new URLSearchParams(readCallbackText(request))
}
