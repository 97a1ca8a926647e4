import type { Json } from './json.ts'

/** Deepest nesting of arrays and objects that is read, stored or walked. Real data stays far below. */
export const MAX_JSON_DEPTH = 200

/** @throws SyntaxError when the value is nested deeper than {@link MAX_JSON_DEPTH}. */
export function assertDepth(value: Json): void {
  if (isTooDeep(value, 0)) throw new SyntaxError(`The JSON is nested more than ${MAX_JSON_DEPTH} levels deep.`)
}

/** Whether JSON text has brackets enough to be nested deeper than {@link MAX_JSON_DEPTH}; far quicker than looking. */
export function mayBeDeep(text: string): boolean {
  let brackets = 0
  for (const bracket of ['{', '[']) {
    for (let at = text.indexOf(bracket); at !== -1; at = text.indexOf(bracket, at + 1)) {
      if (++brackets > MAX_JSON_DEPTH) return true
    }
  }
  return false
}

function isTooDeep(value: Json, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (depth >= MAX_JSON_DEPTH) return true
  for (const item of Array.isArray(value) ? value : Object.values(value)) {
    if (isTooDeep(item, depth + 1)) return true
  }
  return false
}
