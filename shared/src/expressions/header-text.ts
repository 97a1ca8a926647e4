/**
 * Header values travel as bytes. In place `header` a template renders to a *byte string*: the UTF-8 bytes of the
 * text, one character (U+0009, U+0020–U+007E, U+0080–U+00FF) per byte, without control characters other than tabs
 * (RFC 9110 5.5). undici takes exactly such a string as header value and writes it as latin1, so it must be handed over
 * unchanged, never encoded again.
 */
export function headerBytes(text: string): string {
  const bytes = new TextEncoder().encode(text.replace(CONTROL, ''))
  let result = ''
  for (const byte of bytes) result += String.fromCharCode(byte)
  return result
}

/**
 * The readable text of a byte string made by {@link headerBytes}: for step records, masking and display. A text that
 * is no such byte string comes back as it is.
 */
export function headerText(bytes: string): string {
  if (!BEYOND_ASCII.test(bytes) || BEYOND_BYTES.test(bytes)) return bytes
  const read = new TextDecoder('utf-8', { ignoreBOM: true }).decode(
    Uint8Array.from(bytes, (character) => character.charCodeAt(0)),
  )
  return headerBytes(read) === bytes ? read : bytes
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
const CONTROL = /[\u0000-\u0008\u000A-\u001F\u007F]/g
const BEYOND_ASCII = /[\u0080-\u00FF]/
const BEYOND_BYTES = /[\u0100-\uFFFF]/
