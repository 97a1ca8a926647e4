import type { Json, JsonObject } from './json.ts'

/** Way from the root of a JSON value to a place in it: keys of objects and indexes of arrays. */
export type JsonPath = readonly (string | number)[]

export type ParsedPath =
  | {
      readonly path: JsonPath
      /** One name written without brackets, such as `temperature`. */
      readonly isLabel: boolean
    }
  | {
      /** What is wrong, as a sentence without its full stop. */
      readonly problem: string
    }

/**
 * Reads `a.b[0].c`, `[0].x`, `a["b c"].d`, `a."x.y"`. Names may hold anything but dots, brackets, braces, double
 * quotes, backslashes and control characters unless they are quoted; quotes are escaped as in JSON.
 */
export function parsePath(text: string): ParsedPath {
  const source = text.trim()
  const path: (string | number)[] = []
  let index = 0
  let isLabel = false
  while (index < source.length || path.length === 0) {
    const isBracket = source[index] === '['
    if (path.length > 0 && !isBracket) {
      if (source[index] !== '.') return { problem: `"${source[index]}" is not expected in "${source}"` }
      index += 1
    }
    const part = isBracket ? readPart(source, index, BRACKET) : readPart(source, index, NAME)
    if (part === undefined) return { problem: problemAt(source, index, isBracket) }
    isLabel = path.length === 0 && !isBracket
    path.push(part.value)
    index = part.end
  }
  return { path, isLabel: isLabel && path.length === 1 }
}

/** Text that {@link parsePath} reads as this path; an index at the root is written `array[0]`, as queries know it. */
export function pathText(path: JsonPath): string {
  let text = ''
  path.forEach((part, index) => {
    if (typeof part === 'number') text += index === 0 ? `array[${part}]` : `[${part}]`
    else if (!(index === 0 ? PLAIN_ROOT : PLAIN_NAME).test(part)) text += `[${JSON.stringify(part)}]`
    else text += index === 0 ? part : `.${part}`
  })
  return text
}

/**
 * The value at a path, or undefined. Sees own keys of plain objects and elements of arrays only, and calls nothing:
 * neither inherited members nor `length`, functions or accessors are reached.
 */
export function valueAt(root: Json, path: JsonPath): Json | undefined {
  let value: Json | undefined = root
  for (const part of path) {
    value = childOf(value, part)
    if (value === undefined) return undefined
  }
  return value
}

/** A name, bare or quoted. */
const NAME =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is kept out
  /("(?:[^"\\\u0000-\u001F]|\\.)*")|('(?:[^'\\\u0000-\u001F]|\\.)*')|([^.[\]{}"\\\u0000-\u001F]+)/y
/** `["a b"]`, `['a b']` or `[0]`. */
const BRACKET =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is kept out
  /\[\s*(?:("(?:[^"\\\u0000-\u001F]|\\.)*")|('(?:[^'\\\u0000-\u001F]|\\.)*')|(\d{1,9}))\s*\]/y
/** A `|` after a name begins a function, so a name with one is quoted. */
const PLAIN_NAME = /^(?!\d+$)[^\s.[\]{}()|"'`\\$\p{Cc}]+$/u
const PLAIN_ROOT = /^(?!\d+$)[^\s.[\]{}()|"'`\\$\p{Cc}]+(?: [^\s.[\]{}()|"'`\\$\p{Cc}]+)*$/u
const INDEX = /^(?:0|[1-9]\d{0,8})$/

function readPart(source: string, index: number, pattern: RegExp): { value: string | number; end: number } | undefined {
  pattern.lastIndex = index
  const match = pattern.exec(source)
  if (match === null) return undefined
  const [whole, double, single, bare] = match
  const value = double ?? single
  const read = value === undefined ? bareValue(bare ?? '', pattern) : unquote(value)
  return read === undefined || read === '' ? emptyName(value, index, whole) : { value: read, end: index + whole.length }
}

function bareValue(bare: string, pattern: RegExp): string | number {
  return pattern === BRACKET ? Number(bare) : bare.trim()
}

/** An empty name is a key of JSON too, but only when it is quoted. */
function emptyName(
  quoted: string | undefined,
  index: number,
  whole: string,
): { value: string; end: number } | undefined {
  return quoted === '""' || quoted === "''" ? { value: '', end: index + whole.length } : undefined
}

function unquote(quoted: string): string | undefined {
  const body = quoted.slice(1, -1)
  const json = quoted.startsWith("'") ? body.replaceAll("\\'", "'").replace(/(?<!\\)"/g, '\\"') : body
  try {
    return JSON.parse(`"${json}"`)
  } catch {
    return undefined
  }
}

function problemAt(source: string, index: number, isBracket: boolean): string {
  if (source === '') return 'The name is empty'
  if (isBracket) return `"${source.slice(index)}" is not an index such as [0] or a quoted name such as ["a b"]`
  if (index >= source.length) return `"${source}" ends with a dot`
  return `A name is expected at "${source.slice(index)}" in "${source}"`
}

function childOf(value: Json, part: string | number): Json | undefined {
  if (Array.isArray(value)) {
    if (typeof part === 'string' && !INDEX.test(part)) return undefined
    return ownValue(value, String(part))
  }
  return typeof part === 'string' && isPlainObject(value) ? ownValue(value, part) : undefined
}

/** Reads through the property descriptor, so that an accessor is never called. */
function ownValue(container: object, key: string): Json | undefined {
  const value: unknown = Object.getOwnPropertyDescriptor(container, key)?.value
  return isJsonValue(value) ? value : undefined
}

function isJsonValue(value: unknown): value is Json {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'bigint':
      return true
    case 'object':
      return value === null || Array.isArray(value) || isPlainObject(value)
    default:
      return false
  }
}

/** An object literal or one without prototype, of this or another realm. */
function isPlainObject(value: unknown): value is JsonObject {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null
}
