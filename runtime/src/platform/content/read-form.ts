import { isUtf8 } from 'node:buffer'
import type { TextDecoder } from 'node:util'
import { decoderNamed, guessDecoder } from './charset.ts'
import { charsetOf } from './media-type.ts'

export const FORM_TYPE = 'application/x-www-form-urlencoded'

type Field = [name: string, value: string]

/**
 * A form body, or the query part of an address, as an object. A name that occurs several times holds a list. Never
 * throws.
 */
export function readForm(body: Uint8Array, contentType?: string): Record<string, string | string[]> {
  return fieldsObject(readFormFields(body, contentType))
}

/** As `readForm`, as parameters. */
export function readFormParams(body: Uint8Array, contentType?: string): URLSearchParams {
  return new URLSearchParams([...readFormFields(body, contentType)])
}

/** Fields as an object. A name that occurs several times holds a list. */
export function fieldsObject<Value>(fields: Iterable<readonly [string, Value]>): Record<string, Value | Value[]> {
  const byName = new Map<string, Value | Value[]>()
  const lists = new Map<string, Value[]>()
  for (const [name, value] of fields) {
    const list = lists.get(name)
    if (list === undefined) lists.set(name, [value])
    else list.push(value)
    byName.set(name, list ?? value)
  }
  // Unlike an assignment, `fromEntries` makes `__proto__` an ordinary field.
  return Object.fromEntries(byName)
}

/**
 * The fields in their charset: that of the Content-Type or of the field `_charset_` (HTML), else UTF-8. What is no UTF-8
 * is read in the charset that a field `charset` names, as PayPal does, else as windows-1252.
 */
function readFormFields(body: Uint8Array, contentType?: string): readonly Field[] {
  const fields = rawFields(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1'))
  const decoder = decoderFor(fields, contentType)
  const isAsciiKept = keepsAscii.has(decoder.encoding)
  // Most names and values are ASCII, and a decoder for each of many thousands would stop the process for seconds.
  const decode = (raw: string) =>
    isAsciiKept && !NOT_ASCII.test(raw) ? raw : decoder.decode(Buffer.from(raw, 'latin1'))
  return fields.map(([name, value]) => [decode(name), decode(value)])
}

const NOT_ASCII = /[\u0080-\u00ff]/
const keepsAscii: ReadonlySet<string> = new Set(['utf-8', 'windows-1252'])

/** Names and values as their bytes, one character each. */
function rawFields(text: string): readonly Field[] {
  const pairs = text.split('&').filter((pair) => pair !== '')
  return pairs.map((pair) => {
    const at = pair.includes('=') ? pair.indexOf('=') : pair.length
    return [unescapeBytes(pair.slice(0, at)), unescapeBytes(pair.slice(at + 1))]
  })
}

function unescapeBytes(text: string): string {
  if (!/[+%]/.test(text)) return text
  return text
    .replaceAll('+', ' ')
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

function decoderFor(fields: readonly Field[], contentType: string | undefined): TextDecoder {
  const named = (wanted: string) => decoderNamed(fields.find(([name]) => name === wanted)?.[1])
  const declared = decoderNamed(charsetOf(contentType)) ?? named('_charset_')
  if (declared !== undefined) return declared
  const all = Buffer.from(fields.flat().join(''), 'latin1')
  return (isUtf8(all) ? undefined : named('charset')) ?? guessDecoder(all)
}
