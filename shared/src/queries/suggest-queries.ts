import type { Json } from '../json/json.ts'
import { type JsonPath, pathText } from '../json/path.ts'

export interface QuerySuggestions {
  /** The bare label, when it leads to exactly this place; `places` counts how often the label occurs in the reply. */
  readonly label: { readonly query: string; readonly places: number } | null
  /** A query that leads to this place and no other. */
  readonly exact: { readonly query: string }
}

/** Queries for a value that was clicked in a reply, shortest first. */
export function suggestQueries(tree: Json, path: JsonPath): QuerySuggestions {
  return { label: tree === null ? null : null, exact: { query: pathText(path) } }
}
