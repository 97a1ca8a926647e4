import { isJsonObject, type Json } from '../json/json.ts'
import { type JsonPath, pathText } from '../json/path.ts'
import { typingErrors } from '../json/typing-errors.ts'

/** The warning of a query without a match: lists the nearest paths that exist. */
export function noMatch(text: string, tree: Json, wanted: JsonPath): string {
  const nearest = nearestPaths(tree, wanted)
  const begin = `Nothing in the reply matches ${text}.`
  return nearest.length === 0 ? begin : `${begin} Nearest: ${nearest.join(', ')}.`
}

const MAX_PATHS = 3
/** A miss costs a step no more than looking at so many keys, those near the root first. */
const MAX_KEYS = 1_000
const MAX_LENGTH = 160

function nearestPaths(tree: Json, wanted: JsonPath): string[] {
  // Comparing two names takes the product of their lengths, and what is so long was not mistyped.
  const label = lastName(wanted).slice(0, MAX_LENGTH).toLowerCase()
  const whole = pathText(wanted)
  return pathsOf(tree)
    .map((path) => ({ path, text: pathText(path) }))
    .filter(({ text }) => text.length <= MAX_LENGTH)
    .map(({ path, text }) => ({ text, errors: typingErrors(lastName(path).toLowerCase(), label) }))
    .sort((left, right) => left.errors - right.errors || lengthGap(left.text, whole) - lengthGap(right.text, whole))
    .slice(0, MAX_PATHS)
    .map(({ text }) => text)
}

function lengthGap(text: string, whole: string): number {
  return Math.abs(text.length - whole.length)
}

function lastName(path: JsonPath): string {
  return String(path.findLast((part) => typeof part === 'string') ?? '')
}

/** Paths of keys, breadth first; lists are represented by their first element. */
function pathsOf(tree: Json): JsonPath[] {
  const paths: JsonPath[] = []
  const queue: { value: Json; path: JsonPath }[] = [{ value: tree, path: [] }]
  for (const { value, path } of queue) {
    if (queue.length > MAX_KEYS) break
    if (Array.isArray(value)) {
      if (value.length > 0) queue.push({ value: value[0], path: [...path, 0] })
    } else if (isJsonObject(value)) {
      for (const key of Object.keys(value).slice(0, MAX_KEYS)) {
        paths.push([...path, key])
        queue.push({ value: value[key] ?? null, path: [...path, key] })
      }
    }
  }
  return paths
}
