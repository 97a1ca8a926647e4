import type { Json } from '@patchbay/shared/json'
import { compileQuery } from '@patchbay/shared/queries'

/** What a query expression finds in a tree; undefined when it finds nothing or is not one. */
export function queryValue(tree: Json, text: string): Json | undefined {
  const compiled = compileQuery(text)
  if ('problem' in compiled) return undefined
  const { found, value } = compiled.query.evaluate(tree)
  return found ? value : undefined
}
