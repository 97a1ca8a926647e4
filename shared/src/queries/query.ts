import type { Json } from '../json/json.ts'

/** What a query found. */
export interface QueryResult {
  readonly found: boolean
  /** Null when nothing was found. One match is its value, several are a list. */
  readonly value: Json
  /** A sentence for the step: why nothing was found, with the nearest paths that exist. */
  readonly warning?: string
}

/** A query expression, parsed once. */
export interface CompiledQuery {
  readonly text: string
  /** A bare label, an exact path, or RFC 9535 JSONPath. */
  readonly kind: 'label' | 'path' | 'jsonpath'
  /** Never throws. */
  evaluate(tree: Json): QueryResult
}

/** Parses a query expression; `problem` is a sentence for the builder. Never throws. */
export function compileQuery(text: string): { readonly query: CompiledQuery } | { readonly problem: string } {
  return { problem: text }
}
