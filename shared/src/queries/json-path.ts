import { JSONPathEnvironment } from 'json-p3'
import type { Json } from '../json/json.ts'
import { evaluatorOf } from './evaluate-json-path.ts'
import { noMatch } from './nearest-paths.ts'
import type { CompiledQuery, QueryResult } from './query.ts'

/** Whether JSONPath can be read by now, and how to hear when it can. */
export interface JsonPathArrival {
  hasCome(): boolean
  /** Returns how to stop listening. */
  subscribe(listener: () => void): () => void
}

/** At once; in a browser json-path-later.ts stands here. */
export const jsonPathArrival: JsonPathArrival = { hasCome: () => true, subscribe: () => () => undefined }

/** Parses RFC 9535 JSONPath without the functions `match` and `search`, whose patterns a reply could make stall. */
export function compileJsonPath(text: string): { readonly query: CompiledQuery } | { readonly problem: string } {
  const environment = new JSONPathEnvironment()
  for (const name of ['match', 'search']) environment.functionRegister.delete(name)
  try {
    const selectFrom = evaluatorOf(environment.compile(withWholeNumbers(text)))
    const evaluate = (tree: Json): QueryResult => {
      try {
        return resultOf(selectFrom(tree), tree, text)
      } catch (error) {
        return { found: false, value: null, warning: `${shortened(text)} could not be evaluated: ${messageOf(error)}.` }
      }
    }
    return { query: { text, kind: 'jsonpath', evaluate } }
  } catch (error) {
    return { problem: `${shortened(text)} is not JSONPath (RFC 9535): ${messageOf(error)}.` }
  }
}

/** The library refuses `0.5`, which RFC 9535 allows, but knows `5e-1`. Texts in quotes stay. */
function withWholeNumbers(text: string): string {
  return text.replace(QUOTED_OR_FRACTION, (found, fraction?: string) =>
    fraction === undefined ? found : Number(fraction).toExponential(),
  )
}

const QUOTED_OR_FRACTION = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?<![\w.-])(0\.\d+(?:[eE][+-]?\d+)?)/g

function resultOf(nodes: readonly Json[], tree: Json, text: string): QueryResult {
  const [first] = nodes
  if (first === undefined) return { found: false, value: null, warning: noMatch(text, tree, namesOf(text)) }
  return { found: true, value: nodes.length === 1 ? first : nodes }
}

/** Names that the expression mentions, for the comparison with what exists. */
function namesOf(text: string): string[] {
  return text.match(/[\p{L}_][\p{L}\p{N}_-]*/gu) ?? []
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  if (/no such function '(?:match|search)'/.test(message)) return 'the functions match and search are not available'
  // The library appends an excerpt of the query and the place in it.
  return message.replace(/\s*\('.*':\d+\)$/s, '')
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
