import { AppError } from '@patchbay/shared/errors'
import type { Json } from '@patchbay/shared/json'
import { type MultipartPart, parseMultipart } from '@remix-run/multipart-parser'
import { decodeSent } from './charset.ts'
import { isJsonType, isXmlType, mediaTypeOf } from './media-type.ts'
import { readContent } from './read-content.ts'
import { fieldsObject } from './read-form.ts'

const MAX_PARTS = 1_000

/** A file of a multipart body, with what its sender says about it. */
export interface SentFile {
  readonly bytes: Uint8Array
  readonly type: string
  readonly name: string
}

/** Keeps a file and returns the address at which it can be read; undefined when it is not kept. */
export type KeepSentFile = (file: SentFile) => string | undefined

/**
 * The parts of a multipart body as data. Fields become texts, or data where their own type says JSON or XML. Files
 * become `{ filename, contentType, size }`, with `text` for those that are text, and `url` for others that are kept. When
 * no part has a name, the parts become a list.
 * @throws AppError BAD_REQUEST
 */
export function readMultipart(body: Uint8Array, contentType: string, keep?: KeepSentFile): Json {
  const parts = partsOf(body, boundaryOf(contentType)).map((part) => [part.name, contentOf(part, keep)] as const)
  if (parts.every(([name]) => name === undefined)) return parts.map(([, value]) => value)
  return fieldsObject(parts.map(([name, value]) => [name ?? '', value]))
}

function boundaryOf(contentType: string): string {
  const [, quoted, plain] = /;\s*boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(contentType) ?? []
  const boundary = quoted ?? plain
  if (boundary !== undefined) return boundary
  throw new AppError('BAD_REQUEST', 'The Content-Type of a multipart body has to name its boundary.')
}

function partsOf(body: Uint8Array, boundary: string): readonly MultipartPart[] {
  const size = body.byteLength
  try {
    return [...parseMultipart(fromFirstBoundary(body, boundary), { boundary, maxParts: MAX_PARTS, maxFileSize: size })]
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'unreadable'
    throw new AppError('BAD_REQUEST', `The body is not valid multipart: ${reason}.`, { cause })
  }
}

/** The parser wants the first boundary at once. A preamble before it, or an empty line, is allowed (RFC 2046). */
function fromFirstBoundary(body: Uint8Array, boundary: string): Uint8Array {
  return body.subarray(Math.max(0, Buffer.from(body.buffer, body.byteOffset, body.byteLength).indexOf(`--${boundary}`)))
}

function contentOf(part: MultipartPart, keep: KeepSentFile | undefined): Json {
  const { bytes, headers, filename } = part
  const contentType = headers['content-type']
  const type = mediaTypeOf(contentType)
  if (filename !== undefined || !isReadable(type))
    return fileOf(bytes, { type, name: filename ?? '', contentType }, keep)
  const text = decodeSent(bytes, contentType)
  const { format, tree } =
    isJsonType(type) || isXmlType(type) ? readContent({ text, contentType }) : { format: 'text', tree: null }
  return format === 'json' || format === 'xml' ? tree : text
}

interface ClaimedFile {
  readonly type: string
  readonly name: string
  /** With its parameters. */
  readonly contentType: string | undefined
}

function fileOf(bytes: Uint8Array, { type, name, contentType }: ClaimedFile, keep: KeepSentFile | undefined): Json {
  const about = { filename: name, contentType: type, size: bytes.byteLength }
  if (isReadable(type)) return { ...about, text: decodeSent(bytes, contentType) }
  const url = keep?.({ bytes, type, name })
  return url === undefined ? about : { ...about, url }
}

/** Whether content of this type is text. A field of a form has no type. */
function isReadable(type: string): boolean {
  return type === '' || type.startsWith('text/') || isJsonType(type) || isXmlType(type)
}
