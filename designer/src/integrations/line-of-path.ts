import { isJsonObject } from '@patchbay/shared/json'
import { looksLikeAction, memberOf } from '@patchbay/shared/manifests'
import { lineAt } from './pasted-documents.ts'

const TOKEN = /"((?:[^"\\\n]|\\.)*)"|[{}[\],:]|[^\s{}[\],:"]+/g

/** JSON text, and where its values stand. */
export interface PlacedText {
  readonly text: string
  /** What it was read as. */
  readonly given: unknown
  readonly places: readonly Place[]
}

interface Place {
  /** The path of a value, in small letters. */
  readonly at: string
  readonly place: number
}

/** Reads the whole text once, for any number of paths. */
export function placedText(text: string, given: unknown): PlacedText {
  const isSideBySide = Array.isArray(given) && !text.trimStart().startsWith('[')
  return { text, given, places: [...placesIn(text, isSideBySide)] }
}

/**
 * The line, counted from 1, at which a value stands in JSON text; the line of what holds it where it is missing.
 * @param path as problems name it, such as `actions[0].inputs[2].format`; keys in any letter case
 */
export function lineOfPath({ text, given, places }: PlacedText, path: string): number {
  const wanted = pathInDocuments(given, path).toLowerCase()
  let best = { length: -1, place: 0 }
  for (const { at, place } of places) {
    const isHolder = at === wanted || at === '' || wanted.startsWith(`${at}.`) || wanted.startsWith(`${at}[`)
    if (isHolder && at.length > best.length) best = { length: at.length, place }
  }
  return lineAt(text, best.place)
}

/** Problems tell of one document with the integration and all actions; the text may be a list of documents. */
function pathInDocuments(given: unknown, path: string): string {
  if (!Array.isArray(given)) return path
  const main = given.findIndex((one) => isJsonObject(one) && !looksLikeAction(one))
  const document: unknown = given[main]
  const memberOfMain = (name: string) => (isJsonObject(document) ? memberOf(document, name) : undefined)
  const actions = memberOfMain('actions')
  const own = Array.isArray(actions) ? actions.length : 0
  const others = [...given.keys()].filter((at) => at !== main)
  const [, number, rest = ''] = /^actions\[(\d+)\](.*)$/.exec(path) ?? []
  if (number !== undefined && Number(number) >= own) return `[${others[Number(number) - own] ?? main}]${rest}`
  const isPackage = memberOfMain('integration') !== undefined
  const within = isPackage ? path : path.replace(/^integration\b\.?/, '')
  return `[${main}]${within === '' ? '' : `.${within}`}`
}

interface Level {
  readonly path: string
  readonly isList: boolean
  /** Documents stand side by side here: the end of one, not a comma, begins the next. */
  readonly isSideBySide?: true
  /** Of a list: the entry that comes. */
  next: number
  /** Of an object: the key that was read last, while its value has not come. */
  key: string | undefined
}

/** Every value with its path in small letters; keys stand for their values. Follows text that is no JSON as far as it can. */
function* placesIn(text: string, isSideBySide: boolean): Generator<Place> {
  const levels: Level[] = isSideBySide ? [{ path: '', isList: true, isSideBySide, next: 0, key: undefined }] : []
  for (const { 0: token, 1: string, index: place } of text.matchAll(TOKEN)) {
    const level = levels.at(-1)
    if (token === '}' || token === ']') close(levels)
    else if (token === ',' || token === ':') nextEntry(level, token)
    else if (level?.isList === false && level.key === undefined && string !== undefined) {
      level.key = string.trim().toLowerCase()
      yield { at: within(level), place }
    } else {
      const at = within(level)
      if (level?.isList !== false) yield { at, place }
      if (level !== undefined) level.key = undefined
      if (token === '{' || token === '[') levels.push({ path: at, isList: token === '[', next: 0, key: undefined })
    }
  }
}

function close(levels: Level[]): void {
  const outer = levels.at(-2)
  levels.pop()
  if (outer?.isSideBySide) outer.next += 1
}

function nextEntry(level: Level | undefined, token: string): void {
  if (token === ',' && level?.isList === true && !level.isSideBySide) level.next += 1
}

function within(level: Level | undefined): string {
  if (level === undefined) return ''
  const { path, isList, next, key = '' } = level
  if (isList) return `${path}[${next}]`
  return path === '' ? key : `${path}.${key}`
}
