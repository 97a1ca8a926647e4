import { isJsonObject, type Json, type JsonObject } from '@patchbay/shared/json'
import { secretForms } from './secret-forms.ts'

/** Shown in place of a secret. */
export const MASK = '•••'

/** A shorter secret would mask ordinary text, so it is masked only in its own field. */
const MIN_MASKED_LENGTH = 4

/** Hides the secrets of one flow by value, wherever a service or a template has put them. */
export interface Mask {
  /** Replaces every known secret in the text by `•••`, in every form that `secretForms` lists. */
  text(text: string): string
  /** Does the same for all texts and keys of a JSON value. Returns the same object when nothing is hidden. */
  hide<Value>(value: Value): Value
  /** Prepares state of a run for storage: secrets become references, and their other forms `•••`. */
  seal(value: JsonObject): JsonObject
  /** The reverse of `seal`. */
  open(value: JsonObject): JsonObject
}

/** A text with secrets as `seal` stores it: pieces of text and references. */
interface SealedText {
  readonly $sealed: readonly (string | { readonly $secret: string })[]
}

/**
 * Keys of the objects that `seal` writes. Outside data with one of them as its only key is wrapped in `$literal`, so
 * that a reference in outside data never becomes a secret.
 */
const sealedKeys = new Set(['$sealed', '$literal'])

/** @param secrets plain text of secrets by id */
export function createMask(secrets: ReadonlyMap<string, string>): Mask {
  const known = [...secrets].filter(([, secret]) => secret.length >= MIN_MASKED_LENGTH)
  if (known.length === 0) {
    const same = <Value>(value: Value): Value => value
    return { text: same, hide: same, seal: same, open: same }
  }
  const plain = patternOf(known.map(([, secret]) => secret))
  const anyForm = patternOf(known.flatMap(([, secret]) => secretForms(secret)))
  const idOf = new Map(known.map(([id, secret]) => [secret, id]))
  const text = (value: string) => value.replace(anyForm, MASK)
  return {
    text,
    hide: (value) => mapTexts(value, text, text),
    seal: (value) => sealObject(value, (piece) => sealText(piece, plain, idOf, text), text),
    open: (value) => openObject(value, secrets),
  }
}

/** A stored value for display: sealed texts have `•••` in place of their secrets. */
export function showSealed(value: JsonObject): JsonObject {
  return openObject(value, undefined)
}

/** Finds any of these texts: the longest first, so that one that contains another one is hidden completely. */
export function patternOf(texts: readonly string[], flags = 'g'): RegExp {
  const escaped = [...new Set(texts)]
    .sort((a, b) => b.length - a.length)
    .map((text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'))
  return new RegExp(escaped.join('|'), flags)
}

/** Maps every text and key of a value. Unchanged parts stay the same objects. */
function mapTexts<Value>(value: Value, change: (text: string) => string, changeKey: (key: string) => string): Value
function mapTexts(value: unknown, change: (text: string) => string, changeKey: (key: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) {
    const items = value.map((item) => mapTexts<unknown>(item, change, changeKey))
    return items.every((item, index) => item === value[index]) ? value : items
  }
  if (typeof value !== 'object' || value === null) return value
  const before = Object.entries(value)
  const after = before.map(([key, item]) => [changeKey(key), mapTexts<unknown>(item, change, changeKey)] as const)
  const isSame = after.every(([key, item], index) => key === before[index]?.[0] && item === before[index]?.[1])
  return isSame ? value : Object.fromEntries(after)
}

function sealText(
  text: string,
  plain: RegExp,
  idOf: ReadonlyMap<string, string>,
  hide: (text: string) => string,
): Json {
  const pieces: (string | { readonly $secret: string })[] = []
  let end = 0
  for (const match of text.matchAll(plain)) {
    const id = idOf.get(match[0])
    if (id === undefined) continue
    if (match.index > end) pieces.push(hide(text.slice(end, match.index)))
    pieces.push({ $secret: id })
    end = match.index + match[0].length
  }
  if (pieces.length === 0) return hide(text)
  if (end < text.length) pieces.push(hide(text.slice(end)))
  return { $sealed: pieces } satisfies SealedText
}

function sealObject(value: JsonObject, seal: (text: string) => Json, changeKey: (key: string) => string): JsonObject {
  const entries = Object.entries(value).map(([key, item]) => [changeKey(key), sealJson(item, seal, changeKey)] as const)
  const sealed: JsonObject = Object.fromEntries(entries)
  return isReservedShape(value) ? { $literal: sealed } : sealed
}

function sealJson(value: Json, seal: (text: string) => Json, changeKey: (key: string) => string): Json {
  if (typeof value === 'string') return seal(value)
  if (isJsonObject(value)) return sealObject(value, seal, changeKey)
  return isList(value) ? value.map((item) => sealJson(item, seal, changeKey)) : value
}

/** Without `secrets`, `•••` takes their place. */
function openObject(value: JsonObject, secrets: ReadonlyMap<string, string> | undefined): JsonObject {
  const literal = isReservedShape(value) ? value.$literal : undefined
  const object = isJsonObject(literal) ? literal : value
  return Object.fromEntries(Object.entries(object).map(([key, item]) => [key, openJson(item, secrets)]))
}

function openJson(value: Json, secrets: ReadonlyMap<string, string> | undefined): Json {
  if (isJsonObject(value)) return openSealedText(value, secrets) ?? openObject(value, secrets)
  return isList(value) ? value.map((item) => openJson(item, secrets)) : value
}

function openSealedText(value: JsonObject, secrets: ReadonlyMap<string, string> | undefined): string | undefined {
  const pieces = isReservedShape(value) ? value.$sealed : undefined
  if (!isList(pieces)) return undefined
  const texts = pieces.map((piece) => {
    if (!isJsonObject(piece)) return String(piece)
    return secrets?.get(String(piece.$secret)) ?? MASK
  })
  return texts.join('')
}

function isReservedShape(value: JsonObject): boolean {
  const [key, ...others] = Object.keys(value)
  return key !== undefined && others.length === 0 && sealedKeys.has(key)
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}
