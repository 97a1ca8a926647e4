import { isUtf8 } from 'node:buffer'
import { isXmlType, mediaTypeOf } from './media-type.ts'

/** Whether a body of this Content-Type is a file that no text decodes to, such as a picture or a PDF. */
export function isBinary(bytes: Uint8Array, contentType: string | undefined): boolean {
  const type = mediaTypeOf(contentType)
  if (type === 'application/octet-stream') return !isUtf8(bytes)
  return !isXmlType(type) && (/^(image|audio|video|font)\//.test(type) || packed.has(type) || type.startsWith(OFFICE))
}

const packed: ReadonlySet<string> = new Set([
  'application/pdf',
  'application/zip',
  'application/gzip',
  'application/x-tar',
  'application/msword',
  'application/vnd.ms-excel',
  'application/vnd.ms-powerpoint',
])
const OFFICE = 'application/vnd.openxmlformats-officedocument.'
