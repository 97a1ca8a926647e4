import { AppError } from '@patchbay/shared/errors'
import type { Json } from '@patchbay/shared/json'
import { parseJsonBody, requireJsonType } from '../platform/content/body-text.ts'
import { decodeSent } from '../platform/content/charset.ts'
import { mediaTypeOf } from '../platform/content/media-type.ts'
import { FORM_TYPE, readFormParams } from '../platform/content/read-form.ts'
import type { CallbackRequest } from './callback.ts'

/** The body as text in its charset. Never throws. */
export function readCallbackText({ headers, rawBody }: CallbackRequest): string {
  return decodeSent(rawBody, headers['content-type'])
}

/** @throws AppError UNSUPPORTED_MEDIA_TYPE unless the type is JSON, BAD_REQUEST for invalid JSON */
export function readCallbackJson(request: CallbackRequest): Json {
  requireJsonType(request.headers['content-type'])
  return parseJsonBody(readCallbackText(request))
}

/**
 * The fields of a form in its charset.
 * @throws AppError UNSUPPORTED_MEDIA_TYPE unless the content type is a form
 */
export function readCallbackForm({ headers, rawBody }: CallbackRequest): URLSearchParams {
  const contentType = headers['content-type']
  if (mediaTypeOf(contentType) !== FORM_TYPE) {
    throw new AppError('UNSUPPORTED_MEDIA_TYPE', `Send the body as ${FORM_TYPE}.`)
  }
  return readFormParams(rawBody, contentType)
}
