import { compileJsonPath } from '#json-path'
import type { Json } from '../json/json.ts'
import { type JsonPath, parsePath, valueAt } from '../json/path.ts'
import { findLabel } from './label.ts'
import { noMatch } from './nearest-paths.ts'

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

/**
 * Parses a query expression; `problem` is a sentence for the builder. Never throws.
 * - `temperature`: the first match in document order at any depth, even if null;
 * - `properties.periods[0].temperature`, `array[0].x` where the root is an array: exactly that place;
 * - `$…`: RFC 9535 JSONPath without `match` and `search`.
 */
export function compileQuery(text: string): { readonly query: CompiledQuery } | { readonly problem: string } {
  const source = text.trim()
  if (source === '')
    return { problem: 'The query expression is empty. Write a label of the reply, such as temperature.' }
  if (/^\$[A-Za-z_]/.test(source)) {
    return {
      problem: `A query expression names a label of the reply. Write ${source.slice(1)} without the dollar sign.`,
    }
  }
  if (source.startsWith('$')) return compileJsonPath(source)
  const parsed = parsePath(source)
  if ('problem' in parsed) {
    return { problem: `${parsed.problem}. For wildcards and filters write JSONPath, which begins with a dollar sign.` }
  }
  const [label] = parsed.path
  if (parsed.isLabel && typeof label === 'string') return { query: labelQuery(source, label) }
  return { query: pathQuery(source, parsed.path) }
}

function labelQuery(text: string, label: string): CompiledQuery {
  return {
    text,
    kind: 'label',
    evaluate: (tree) => resultOf(findLabel(tree, label), text, tree, [label]),
  }
}

function pathQuery(text: string, path: JsonPath): CompiledQuery {
  const [root, ...rest] = path
  return {
    text,
    kind: 'path',
    evaluate(tree) {
      // `array` is how SmartFlows names a root that is an array.
      const isArrayRoot = root === 'array' && typeof rest[0] === 'number' && Array.isArray(tree)
      return resultOf(valueAt(tree, isArrayRoot ? rest : path), text, tree, path)
    },
  }
}

function resultOf(value: Json | undefined, text: string, tree: Json, wanted: JsonPath): QueryResult {
  if (value !== undefined) return { found: true, value }
  return { found: false, value: null, warning: noMatch(text, tree, wanted) }
}
