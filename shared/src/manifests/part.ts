import { kindOf, typingErrors } from '../json/index.ts'
import { type Notes, quoted } from './notes.ts'

/** An object of a manifest. The keys that are known are compared in any letter case. */
export interface Part {
  readonly path: string
  /** By lower-case key. `null` counts as absent. */
  readonly values: ReadonlyMap<string, unknown>
  /** Keys that nothing here uses, as given. */
  readonly rest: Readonly<Record<string, unknown>>
  at(key: string): string
}

/** Reads an object. Undefined, with an error, where the value is none. */
export function readPart(
  notes: Notes,
  value: unknown,
  { path, known, what }: { readonly path: string; readonly known: readonly string[]; readonly what: string },
): Part | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    notes.error(path, `Must be ${what}, in { and }. It is ${kindOf(value)}.`)
    return undefined
  }
  const at = (key: string) => (path === '' ? key : `${path}.${key}`)
  const values = new Map<string, unknown>()
  const rest: [string, unknown][] = []
  for (const [given, member] of Object.entries(value)) {
    const key = given.trim().toLowerCase()
    if (!known.includes(key)) {
      rest.push([given, member])
      notes.warn(at(given.slice(0, 60)), unknownSentence(key, known))
    } else if (values.has(key)) notes.error(at(key), `It is there twice, in different letter case. Remove one of them.`)
    else if (member !== null) values.set(key, member)
  }
  return { path, values, rest: Object.fromEntries(rest), at }
}

function unknownSentence(key: string, known: readonly string[]): string {
  const near = known.find((other) => typingErrors(key, other, 3) < 3)
  return `Nothing here uses it; it is kept.${near === undefined ? '' : ` Did you mean ${quoted(near)}?`}`
}

interface TextRule {
  /** What to add where it is missing. Absent: it may be missing. */
  readonly missing?: string
  readonly most: number
  readonly pattern?: RegExp
  /** How to write it, where it does not fit the pattern. */
  readonly form?: string
}

/** Reads a text, trimmed. Undefined where it is missing or wrong; what is wrong is noted. */
export function readText(notes: Notes, part: Part, key: string, rule: TextRule): string | undefined {
  const given = part.values.get(key)
  const path = part.at(key)
  if (given === undefined) {
    if (rule.missing !== undefined) notes.error(path, `It is missing. Add ${rule.missing}.`)
    return undefined
  }
  if (typeof given !== 'string') {
    notes.error(path, `Must be text, in quotes. It is ${kindOf(given)}.`)
    return undefined
  }
  const text = given.trim()
  if (text === '') {
    if (rule.missing !== undefined) notes.error(path, `It is empty. Enter ${rule.missing}.`)
    return undefined
  }
  const problem = textProblem(text, rule)
  if (problem === undefined) return text
  notes.error(path, problem)
  return undefined
}

function textProblem(text: string, { most, pattern, form = '' }: TextRule): string | undefined {
  if (text.length > most) return `It has ${text.length} characters. Shorten it to ${most}.`
  // Read from JSON, NUL and halves of characters have become U+FFFD already.
  if (hasControls(text)) return 'It has characters that cannot be shown. Remove them.'
  if (pattern !== undefined && !pattern.test(text)) return `${quoted(text)} cannot be used. ${form}`
  return undefined
}

function hasControls(text: string): boolean {
  for (const character of text) {
    const code = character.charCodeAt(0)
    if ((code < 32 && code !== 9 && code !== 10 && code !== 13) || code === 127) return true
  }
  return false
}

/** Reads yes or no. Texts such as "True" are taken, with a warning. */
export function readFlag(
  notes: Notes,
  part: Part,
  key: string,
  rule: { readonly otherwise?: boolean } = {},
): boolean | undefined {
  const given = part.values.get(key)
  const path = part.at(key)
  if (given === undefined) {
    if (rule.otherwise === undefined) notes.error(path, 'It is missing. Add true or false.')
    return rule.otherwise
  }
  if (typeof given === 'boolean') return given
  const word = typeof given === 'string' ? given.trim().toLowerCase() : ''
  if (word === 'true' || word === 'false') {
    notes.warn(path, `${quoted(String(given))} is taken as ${word}. Write ${word} without quotes.`)
    return word === 'true'
  }
  notes.error(path, `Must be true or false, without quotes. It is ${kindOf(given)}.`)
  return undefined
}

/** Reads one of several words, in any letter case. */
export function readWord<const Word extends string>(
  notes: Notes,
  part: Part,
  key: string,
  { words, missing }: { readonly words: readonly Word[]; readonly missing?: string },
): Word | undefined {
  const text = readText(notes, part, key, { most: 100, ...(missing === undefined ? {} : { missing }) })
  if (text === undefined) return undefined
  const word = words.find((one) => one === text.toLowerCase())
  if (word === undefined) notes.error(part.at(key), `${quoted(text)} is none of ${words.join(', ')}.`)
  return word
}

/** Reads a list. Undefined where it is missing or none. */
export function readList(
  notes: Notes,
  part: Part,
  key: string,
  { most, missing }: { readonly most: number; readonly missing?: string },
): readonly unknown[] | undefined {
  const given = part.values.get(key)
  const path = part.at(key)
  if (given === undefined) {
    if (missing !== undefined) notes.error(path, `It is missing. Add ${missing}.`)
    return undefined
  }
  if (!Array.isArray(given)) {
    notes.error(path, `Must be a list, in [ and ]. It is ${kindOf(given)}.`)
    return undefined
  }
  if (given.length <= most) return given
  notes.error(path, `It has ${given.length} entries. There may be ${most}.`)
  return given.slice(0, most)
}

/** Notes every name that is there a second time. */
export function refuseRepeats(
  notes: Notes,
  names: readonly { readonly name: string | undefined; readonly path: string }[],
): void {
  const seen = new Map<string, string>()
  for (const { name, path } of names) {
    if (name === undefined) continue
    const first = seen.get(name)
    if (first === undefined) seen.set(name, path)
    else notes.error(path, `${quoted(name)} is there already, at ${first}. Give it another name.`)
  }
}
