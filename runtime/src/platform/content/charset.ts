import { TextDecoder } from 'node:util'
import { charsetOf } from './media-type.ts'

/**
 * Decodes a body by its byte order mark, the charset of its Content-Type, or the declaration of an XML document. Uses
 * UTF-8 when none of these is present or the name is unknown. Never throws: invalid bytes become U+FFFD.
 */
export function decodeText(bytes: Uint8Array, contentType: string | undefined): string {
  return decoderFor(markedCharset(bytes) ?? charsetOf(contentType) ?? xmlCharset(bytes)).decode(bytes)
}

function markedCharset(bytes: Uint8Array): string | undefined {
  const first = bytes[0]
  const second = bytes[1]
  if (first === 0xef && second === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return undefined
}

/** The encoding that an XML document declares, under whatever type it is sent. */
function xmlCharset(bytes: Uint8Array): string | undefined {
  if (bytes[0] !== LESS_THAN) return undefined
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 200))
  return /^<\?xml[^>]*\sencoding\s*=\s*["']([\w.-]+)["']/.exec(start)?.[1]
}

const LESS_THAN = 0x3c

const utf8 = new TextDecoder('utf-8')

function decoderFor(charset: string | undefined): TextDecoder {
  if (charset === undefined || charset === 'utf-8') return utf8
  try {
    return new TextDecoder(charset)
  } catch {
    return utf8
  }
}
