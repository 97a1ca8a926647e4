import { AppError } from '@patchbay/shared/errors'
import { isJsonObject, type Json, type JsonObject } from '@patchbay/shared/json'
import type { AppContext } from '../kit/app-env.ts'
import { isJsonType, mediaType, parseJsonBody, readRaw } from '../kit/read-body.ts'
import { decodeBody } from '../platform/content/body-text.ts'
import { FORM_TYPE, readForm } from '../platform/content/read-form.ts'

export interface SentFields {
  readonly body: JsonObject
  /** Its values are texts, or lists of texts. */
  readonly isForm: boolean
  /** The body as it arrived; of a form its bytes as latin1. */
  readonly text: string
}

/**
 * Reads the values in a JSON object or a form. An empty JSON body has none.
 * @throws AppError like `readRaw`, UNSUPPORTED_MEDIA_TYPE, and BAD_REQUEST for what is no JSON object
 */
export async function readFields(
  context: AppContext,
  limit: number,
  what = 'the Expected Inputs',
): Promise<SentFields> {
  const type = mediaType(context)
  if (type === FORM_TYPE) {
    const bytes = await readRaw(context, limit)
    const text = Buffer.from(bytes).toString('latin1')
    return { body: readForm(bytes, context.req.header('content-type')), isForm: true, text }
  }
  if (!isJsonType(type)) {
    throw new AppError('UNSUPPORTED_MEDIA_TYPE', 'Send the body as application/json or as a form.')
  }
  const text = decodeBody(await readRaw(context, limit), context.req.header('content-type'))
  const body: Json = text.trim() === '' ? {} : parseJsonBody(text)
  if (isJsonObject(body)) return { body, isForm: false, text }
  throw new AppError('BAD_REQUEST', `The body has to be a JSON object with ${what} as its keys.`)
}
