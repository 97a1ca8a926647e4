import { parseJson, type RepeatedKey, repeatedKeys } from '@patchbay/shared/json'
import { wrongPlaceIn } from './wrong-place.ts'

type Read = { readonly given: unknown } | { readonly wrongLine: number }

/** What was pasted: its JSON, the line at which it is none, or a key of which reading keeps the last one only. */
export type Pasted = Read | { readonly repeated: RepeatedKey }

/**
 * Reads JSON as people paste it: one document, or several below each other, which become a list. Commas between them may
 * be there.
 */
export function pastedDocuments(text: string): Pasted {
  const read = readDocuments(text)
  const [repeated] = 'given' in read ? repeatedKeys(text) : []
  return repeated === undefined ? read : { repeated }
}

function readDocuments(text: string): Read {
  const whole = parsed(text)
  if (whole !== undefined) return whole
  const parts = documentsIn(text)
  if (parts.length < 2) return { wrongLine: wrongLineIn(text) }
  const given: unknown[] = []
  for (const { from, to } of parts) {
    const document = parsed(text.slice(from, to))
    if (document === undefined) return { wrongLine: lineAt(text, from) + wrongLineIn(text.slice(from, to)) - 1 }
    given.push(document.given)
  }
  return { given }
}

/** The line, counted from 1, that a place of a text is in. */
export function lineAt(text: string, place: number): number {
  return text.slice(0, place).split('\n').length
}

function parsed(text: string): { readonly given: unknown } | undefined {
  try {
    return { given: parseJson(text) }
  } catch {
    return undefined
  }
}

/** Where the objects and lists begin and end that stand side by side. The last one may be unfinished. */
function documentsIn(text: string): readonly { readonly from: number; readonly to: number }[] {
  const found: { from: number; to: number }[] = []
  let depth = 0
  let from = 0
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\\n]|\\.)*"|[{}[\]]/g)) {
    if (token === '{' || token === '[') {
      if (depth === 0) from = index
      depth += 1
    } else if (token === '}' || token === ']') {
      depth -= 1
      if (depth === 0) found.push({ from, to: index + 1 })
    }
  }
  if (depth > 0) found.push({ from, to: text.length })
  return found
}

/** The first line that no JSON can have. */
function wrongLineIn(text: string): number {
  const wrong = wrongPlaceIn(text)
  return lineAt(text, wrong === text.length ? text.trimEnd().length : wrong)
}
