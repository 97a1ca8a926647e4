import { isJsonObject, type Json } from '@patchbay/shared/json'
import type { CompiledQuery } from '@patchbay/shared/queries'
import type { Reply } from './read-reply.ts'

/** The items of a page, with a warning where it has no list, or why it cannot be read for items. */
export type PageItems = { readonly items: readonly Json[]; readonly warning?: string } | { readonly problem: string }

/**
 * Reads the items of a page: what the query finds, or without one the reply itself or the only list in it. Many services
 * leave an empty list out, so a page without one has no items.
 */
export function itemsOf({ format, tree, problem }: Reply['content'], query: CompiledQuery | undefined): PageItems {
  if (format === 'empty') return { items: [] }
  if (format !== 'json' && format !== 'xml') return { problem: `It is not JSON or XML. ${problem ?? ''}`.trim() }
  if (query === undefined) return onlyListIn(tree)
  const { found, value, warning } = query.evaluate(tree)
  if (isList(value)) return { items: value }
  if (!found) return { items: [], ...(warning === undefined ? {} : { warning }) }
  // A list of one looks like its item in XML, and so does what a JSONPath finds.
  if (format === 'xml') return { items: value === '' ? [] : [value] }
  if (value === null) return { items: [] }
  return query.kind === 'jsonpath' ? { items: [value] } : { problem: `What ${query.text} finds is no list.` }
}

function onlyListIn(tree: Json): PageItems {
  if (isList(tree)) return { items: tree }
  const lists = isJsonObject(tree) ? Object.values(tree).filter(isList) : []
  const [first, second] = lists
  if (first === undefined) return { items: [], warning: 'There is no list in the reply.' }
  return second === undefined
    ? { items: first }
    : { problem: 'There are several lists in it: say under Items which one.' }
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
