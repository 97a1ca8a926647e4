import { numberText } from '../json/decimal.ts'
import type { Json } from '../json/json.ts'
import { stringifyJson } from '../json/json-text.ts'
import { wellFormed, wellFormedJson } from '../json/well-formed.ts'

/**
 * A value as text: objects and lists as JSON, numbers without an exponent, null and missing as nothing; always
 * well-formed Unicode.
 */
export function textOf(value: Json | undefined): string {
  if (typeof value === 'string') return wellFormed(value)
  if (value === undefined || value === null) return ''
  if (typeof value === 'number' || typeof value === 'bigint') return numberText(value)
  return typeof value === 'object' ? jsonOf(value) : String(value)
}

/** A value as JSON text in well-formed Unicode. */
export function jsonOf(value: Json): string {
  const text = stringifyJson(value)
  // `JSON.stringify` writes lone surrogates as \ud800 to \udfff; a receiver would get half a character.
  return text.includes('\\ud') ? stringifyJson(wellFormedJson(value)) : text
}
