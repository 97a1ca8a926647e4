import { type Json, parsePath } from '@patchbay/shared/json'
import { type JsonPath, pathText } from '@patchbay/shared/queries'
import { entriesOf } from './tree-rows.ts'

/** Where in a reply a query expression leads, as the id of its line. Null for JSONPath and for no match. */
export function queryPlace(tree: Json, query: string): string | null {
  if (query.trim().startsWith('$')) return null
  const parsed = parsePath(query)
  if ('problem' in parsed) return null
  const [root, ...rest] = parsed.path
  if (parsed.isLabel) {
    const place = firstPlace(tree, String(root))
    return place && pathText(place)
  }
  const path = Array.isArray(tree) && root === 'array' ? rest : parsed.path
  return pathText(path)
}

function firstPlace(tree: Json, label: string): JsonPath | null {
  const visit = (value: Json, path: JsonPath): JsonPath | null => {
    for (const [key, item] of entriesOf(value)) {
      const at = [...path, key]
      if (key === label) return at
      const deeper = visit(item, at)
      if (deeper) return deeper
    }
    return null
  }
  return visit(tree, [])
}
