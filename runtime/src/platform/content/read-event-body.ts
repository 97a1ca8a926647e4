import { type Json, toStorable } from '@patchbay/shared/json'
import { parseJsonBody } from './body-text.ts'
import { decodeSent } from './charset.ts'
import { isJsonType, mediaTypeOf } from './media-type.ts'
import { readContent } from './read-content.ts'
import { FORM_TYPE, readForm } from './read-form.ts'
import { type KeepSentFile, readMultipart } from './read-multipart.ts'

/** What another system sent, as text and as data that the database can store. */
export interface EventBody {
  /** Empty for multipart, whose parts are in `tree`. */
  readonly text: string
  /** Null for an empty body; the text itself for a body that is no data. */
  readonly tree: Json
}

/**
 * Reads a body the way systems of all ages send it: JSON under any name or none, JSON lines, XML, forms, multipart and
 * text, in any charset.
 * @param keep keeps files of a multipart body that are no text
 * @throws AppError BAD_REQUEST for JSON or multipart that is none
 */
export function readEventBody(bytes: Uint8Array, contentType: string | undefined, keep?: KeepSentFile): EventBody {
  const type = mediaTypeOf(contentType)
  if (contentType !== undefined && type.startsWith('multipart/')) {
    return { text: '', tree: toStorable(readMultipart(bytes, contentType, keep)) }
  }
  const text = decodeSent(bytes, contentType)
  if (text === '') return { text, tree: null }
  if (type === FORM_TYPE) return { text, tree: toStorable(readForm(bytes, contentType)) }
  if (isJsonType(type)) return { text, tree: parseJsonBody(text) }
  const { format, tree } = readContent({ text, contentType })
  return { text, tree: format === 'json' || format === 'xml' ? toStorable(tree) : text }
}
