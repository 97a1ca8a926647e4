import { isJsonObject, type Json, type JsonObject, kindOf } from '../json/index.ts'
import type { Faults } from './bridge-answer.ts'
import { bridgeLimits } from './bridge-facts.ts'

/** An object of an answer, and where it stands: `contacts[3]`. Empty for the answer itself. */
export interface Part {
  readonly members: JsonObject
  readonly path: string
}

/** An offset or checkpoint of the bridge. It goes back as it came, type included. */
export type BridgeMark = string | number | bigint

export function pathOf({ path }: Pick<Part, 'path'>, key: string): string {
  return path === '' ? key : `${path}.${key}`
}

/** The answer as an object. */
export function wholeOf(faults: Faults, body: Json | undefined, example: string): Part | undefined {
  if (isJsonObject(body)) return { members: body, path: '' }
  return faults.add('', `The answer must be an object, such as ${example}. It is ${kindOf(body)}.`)
}

/** Reads a list of objects. Entries that are none are left out. */
export function readParts(faults: Faults, value: Json | undefined, path: string): readonly Part[] | undefined {
  const name = path === '' ? 'The answer' : 'It'
  if (value === undefined) return faults.add(path, 'It is missing. Send a list, [] where there is nothing.')
  if (!Array.isArray(value)) return faults.add(path, `${name} must be a list, in [ and ]. It is ${kindOf(value)}.`)
  return value.flatMap((members: Json, at) => {
    const place = `${path}[${at}]`
    if (isJsonObject(members)) return [{ members, path: place }]
    faults.add(place, `Must be an object. It is ${kindOf(members)}.`)
    return []
  })
}

/** Reads an id: text, or a number, which is kept as text. */
export function readId(faults: Faults, part: Part, key = 'id'): string | undefined {
  const value = part.members[key]
  const path = pathOf(part, key)
  if (value === undefined || value === null || value === '') {
    return faults.add(path, 'It is missing or empty. It must tell this entry from all others, and never change.')
  }
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  if (typeof value !== 'string') return faults.add(path, `Must be text. It is ${kindOf(value)}.`)
  if (value.length <= bridgeLimits.id && isClean(value)) return value
  return faults.add(path, `An id has at most ${bridgeLimits.id} characters, and no control characters.`)
}

/** Whether the id came as a number. */
export function isNumberId({ members }: Part, key = 'id'): boolean {
  const id = members[key]
  return typeof id === 'number' || typeof id === 'bigint'
}

/** An id as it came: it is kept as text, and goes back to the bridge with its type. */
export function idAsItCame(id: string, isNumber: boolean): BridgeMark {
  if (!isNumber) return id
  const number = Number(id)
  return /^-?\d+$/.test(id) && !Number.isSafeInteger(number) ? BigInt(id) : number
}

/** Reads a text that may be missing. Numbers become text. */
export function readText(faults: Faults, part: Part, key: string, most?: number): string | undefined {
  return textOf(faults, part.members[key], pathOf(part, key), most)
}

function textOf(
  faults: Faults,
  value: Json | undefined,
  path: string,
  most: number = bridgeLimits.text,
): string | undefined {
  if (value === undefined) return undefined
  if (value === null) return faults.add(path, 'It is null. Leave it out where there is no value.')
  if (typeof value === 'number' || typeof value === 'bigint') {
    faults.add(path, 'Must be text, in quotes. It is a number.')
    return String(value)
  }
  if (typeof value !== 'string') return faults.add(path, `Must be text. It is ${kindOf(value)}.`)
  if (value.length > most) return faults.add(path, `It has ${value.length} characters. At most ${most} are read.`)
  if (!isClean(value)) return faults.add(path, 'It has NUL characters or broken characters. Send clean UTF-8.')
  return value
}

/** Reads a text that must be there, without the blanks around it. */
export function requireText(faults: Faults, part: Part, key: string, most?: number): string | undefined {
  const value = part.members[key]
  const isEmpty = typeof value === 'string' ? value.trim() === '' : value === undefined || value === null
  if (!isEmpty) return readText(faults, part, key, most)?.trim()
  return faults.add(pathOf(part, key), 'It is missing or empty. Every entry must have it.')
}

/** Reads a list of texts that may be missing. */
export function readTexts(faults: Faults, part: Part, key: string): readonly string[] {
  const value = part.members[key]
  const path = pathOf(part, key)
  if (value === undefined) return []
  if (!Array.isArray(value)) {
    faults.add(path, `Must be a list of texts, in [ and ]. It is ${kindOf(value)}.`)
    return typeof value === 'string' && value !== '' && isClean(value) ? [value] : []
  }
  if (value.length > bridgeLimits.list) {
    faults.add(path, `It has ${value.length} entries. At most ${bridgeLimits.list} are read.`)
  }
  const read = value.slice(0, bridgeLimits.list).map((one: Json, at) => textOf(faults, one, `${path}[${at}]`))
  return read.filter((one) => one !== undefined).filter((one) => one !== '')
}

/**
 * Reads an offset or a checkpoint, whose text is the bridge's own. Null where there is none, and undefined where what is
 * there could not go back as it came: then nobody knows whether the page is the last one.
 */
export function readMark(faults: Faults, part: Part, key: string): BridgeMark | null | undefined {
  const value = part.members[key]
  const path = pathOf(part, key)
  if (value === undefined) return null
  if (value === null || value === '') {
    faults.add(path, `It is ${kindOf(value)}. Leave the key out where there is none.`)
    return null
  }
  if (typeof value === 'number' || typeof value === 'bigint') return value
  if (typeof value !== 'string') return faults.add(path, `Must be text. It is ${kindOf(value)}.`)
  if (value.length <= bridgeLimits.mark) return value
  return faults.add(path, `It has ${value.length} characters. At most ${bridgeLimits.mark} are sent back.`)
}

/** What is taken for an e-mail address: only sending a mail tells whether it is one. */
export function isEmail(text: string): boolean {
  return text.length <= bridgeLimits.email && /^[^\s@]+@[^\s@]+$/.test(text)
}

/** Whether an address may become a link: anything else, such as `javascript:`, must not. */
export function isLink(text: string): boolean {
  return text.length <= bridgeLimits.link && /^https?:\/\//i.test(text) && URL.canParse(text)
}

/** Text that can be stored. */
export function isClean(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}
