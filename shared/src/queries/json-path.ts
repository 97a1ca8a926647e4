import { JSONPathEnvironment, type JSONValue } from 'json-p3'
import type { Json } from '../json/json.ts'
import { MAX_JSON_DEPTH } from '../json/json-depth.ts'
import { valueAt } from '../json/path.ts'
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

/**
 * Parses RFC 9535 JSONPath without the functions `match` and `search`, whose patterns a reply could make stall. Work
 * is bounded too: filters that descend can cost the square of the reply's size.
 */
export function compileJsonPath(text: string): { readonly query: CompiledQuery } | { readonly problem: string } {
  const { environment, restart } = createEnvironment()
  try {
    const path = environment.compile(text)
    const evaluate = (tree: Json): QueryResult => {
      restart()
      try {
        // The library reads plain data only; it does not know bigints and read-only lists.
        const nodes = Array.from(path.lazyQuery(tree as JSONValue), (node) => valueAt(tree, node.location) ?? null)
        return resultOf(nodes, tree, text)
      } catch (error) {
        return { found: false, value: null, warning: `${shortened(text)} could not be evaluated: ${messageOf(error)}.` }
      }
    }
    return { query: { text, kind: 'jsonpath', evaluate } }
  } catch (error) {
    return { problem: `${shortened(text)} is not JSONPath (RFC 9535): ${messageOf(error)}.` }
  }
}

/** Most values that one evaluation descends into. */
const MAX_VISITS = 1_000_000

function createEnvironment() {
  const environment = new JSONPathEnvironment()
  for (const name of ['match', 'search']) environment.functionRegister.delete(name)
  let visits = 0
  // The library asks for this limit at every value it descends into: the one place where they can be counted.
  Object.defineProperty(environment, 'maxRecursionDepth', {
    get() {
      visits += 1
      if (visits > MAX_VISITS) throw new RangeError(`it looks at more than ${MAX_VISITS} values`)
      return MAX_JSON_DEPTH + 2
    },
  })
  return {
    environment,
    restart() {
      visits = 0
    },
  }
}

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
