import { isUtf8 } from 'node:buffer'
import { TextDecoder } from 'node:util'
import { charsetOf } from './media-type.ts'

/**
 * Decodes a body by its byte order mark, the charset of its Content-Type, or the declaration of an XML document. Uses
 * UTF-8 when none of these is present or the name is unknown. Never throws: invalid bytes become U+FFFD.
 */
export function decodeText(bytes: Uint8Array, contentType: string | undefined): string {
  return (declaredDecoder(bytes, contentType) ?? utf8).decode(bytes)
}

/** Whether `decodeText` loses nothing. */
export function isDecodable(bytes: Uint8Array, contentType: string | undefined): boolean {
  const { encoding } = declaredDecoder(bytes, contentType) ?? utf8
  if (encoding === 'utf-8') return isUtf8(bytes)
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

/**
 * Decodes what another system sends: as `decodeText` where the body says its charset, else by `decodeUnnamed`. Never
 * throws.
 */
export function decodeSent(bytes: Uint8Array, contentType: string | undefined): string {
  const declared = declaredDecoder(bytes, contentType)
  return declared === undefined ? decodeUnnamed(bytes) : declared.decode(bytes)
}

/**
 * Decodes text that does not say its charset: UTF-8, or windows-1252 for what is none, because that is what older
 * programs send without saying so. Invalid bytes beside a NUL become U+FFFD: those are a file, not a text.
 */
function decodeUnnamed(bytes: Uint8Array): string {
  return guessDecoder(bytes).decode(bytes)
}

/** The decoder that `decodeUnnamed` uses for these bytes. */
export function guessDecoder(bytes: Uint8Array): TextDecoder {
  return isUtf8(bytes) || bytes.includes(0) ? utf8 : windows1252
}

/** The decoder for a charset by its name; undefined without a name, or for one that nobody knows. */
export function decoderNamed(charset: string | undefined): TextDecoder | undefined {
  if (charset === undefined) return undefined
  if (charset === 'utf-8') return utf8
  try {
    return new TextDecoder(charset)
  } catch {
    return undefined
  }
}

function declaredDecoder(bytes: Uint8Array, contentType: string | undefined): TextDecoder | undefined {
  return decoderNamed(markedCharset(bytes) ?? charsetOf(contentType) ?? xmlCharset(bytes))
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
  const start = windows1252.decode(bytes.subarray(0, 200))
  return /^<\?xml[^>]*\sencoding\s*=\s*["']([\w.-]+)["']/.exec(start)?.[1]
}

const LESS_THAN = 0x3c

const utf8 = new TextDecoder('utf-8')
const windows1252 = new TextDecoder('windows-1252')
