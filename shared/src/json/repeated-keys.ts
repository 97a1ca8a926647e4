import type { FieldError } from '../errors/problem.ts'

/** What is wrong with a key, and the line, counted from 1, in which it is there again. */
export interface RepeatedKey extends FieldError {
  readonly line: number
}

/** More help nobody. */
const MOST = 100

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g

/** Of an object its keys so far, of a list the number of its current entry. */
type Level = { readonly path: string } & ({ readonly keys: Set<string>; key: string } | { at: number })

/**
 * Finds keys that one object has a second time. `JSON.parse` keeps the last value of such a key and drops the others.
 * @param text valid JSON, or several documents below each other
 * @returns the path of each, and a sentence with its line; at most a hundred
 */
export function repeatedKeys(text: string): readonly RepeatedKey[] {
  const found: RepeatedKey[] = []
  const levels: Level[] = []
  let string = { text: '', place: 0 }
  for (const { 0: token, index: place } of text.matchAll(TOKEN)) {
    const level = levels.at(-1)
    if (token.startsWith('"')) string = { text: token, place }
    else if (token === '{') levels.push({ path: pathOf(level), keys: new Set(), key: '' })
    else if (token === '[') levels.push({ path: pathOf(level), at: 0 })
    else if (token === '}' || token === ']') levels.pop()
    else if (level !== undefined && 'at' in level) level.at += 1
    else if (token === ':' && level !== undefined) {
      level.key = String(JSON.parse(string.text))
      if (level.keys.has(level.key) && found.length < MOST)
        found.push(repeated(pathOf(level), lineOf(text, string.place)))
      level.keys.add(level.key)
    }
  }
  return found
}

function pathOf(level: Level | undefined): string {
  if (level === undefined) return ''
  if ('at' in level) return `${level.path}[${level.at}]`
  return level.path === '' ? level.key : `${level.path}.${level.key}`
}

function repeated(path: string, line: number): RepeatedKey {
  return {
    path: path.slice(0, 200),
    line,
    message: `It is there twice, the second time in line ${line}. Remove one of them.`,
  }
}

function lineOf(text: string, place: number): number {
  return text.slice(0, place).split('\n').length
}
