import { isJsonObject, type Json } from '../json/json.ts'
import { type JsonPath, parsePath, pathText } from '../json/path.ts'

export interface QuerySuggestions {
  /** The bare label, when it leads to exactly this place; `places` counts how often the label occurs in the reply. */
  readonly label: { readonly query: string; readonly places: number } | null
  /** A query that leads to this place and no other. */
  readonly exact: { readonly query: string }
}

/** Queries for a value that was clicked in a reply, shortest first. */
export function suggestQueries(tree: Json, path: JsonPath): QuerySuggestions {
  const name = path.at(-1)
  const label = typeof name === 'string' ? labelSuggestion(tree, path, name) : null
  return { label, exact: { query: exactQuery(path) } }
}

function labelSuggestion(tree: Json, path: JsonPath, name: string): QuerySuggestions['label'] {
  const places = placesOf(tree, name)
  if (places.first === undefined || pathText(places.first) !== pathText(path)) return null
  return { query: labelQuery(name), places: places.count }
}

/** A label that would read as a path or as JSONPath is quoted. */
function labelQuery(name: string): string {
  const parsed = parsePath(name)
  const isPlain = 'path' in parsed && parsed.isLabel && parsed.path[0] === name && !name.startsWith('$')
  return isPlain ? name : JSON.stringify(name)
}

/** A path of one name would read as a bare label, so it is written as JSONPath. */
function exactQuery(path: JsonPath): string {
  const [root] = path
  if (root === undefined) return '$'
  if (path.length > 1 || typeof root === 'number') return pathText(path)
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(root) ? `$.${root}` : `$[${JSON.stringify(root)}]`
}

/** First place of a label in document order, and how many there are. */
function placesOf(tree: Json, name: string): { first: JsonPath | undefined; count: number } {
  let first: JsonPath | undefined
  let count = 0
  const path: (string | number)[] = []
  function visit(value: Json): void {
    if (!Array.isArray(value) && !isJsonObject(value)) return
    for (const [key, item] of Object.entries<Json>(value)) {
      path.push(Array.isArray(value) ? Number(key) : key)
      if (key === name && !Array.isArray(value)) {
        first ??= [...path]
        count += 1
      }
      visit(item)
      path.pop()
    }
  }
  visit(tree)
  return { first, count }
}
