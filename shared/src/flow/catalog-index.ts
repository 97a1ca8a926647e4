import type { Catalog, NodeDefinition } from '../nodes/node-definition.ts'

/** A catalog prepared for look-ups. */
export interface CatalogIndex {
  readonly definitions: ReadonlyMap<string, NodeDefinition>
  /** Every `variablePrefix`, such as `EXTCALL`. */
  readonly prefixes: readonly string[]
}

const indexes = new WeakMap<Catalog, CatalogIndex>()

/** The index of a catalog, made once per catalog object. */
export function indexCatalog(catalog: Catalog): CatalogIndex {
  const known = indexes.get(catalog)
  if (known !== undefined) return known
  const index: CatalogIndex = {
    definitions: new Map(catalog.nodes.map((definition) => [definition.id, definition])),
    prefixes: [...new Set(catalog.nodes.map((definition) => definition.variablePrefix))],
  }
  indexes.set(catalog, index)
  return index
}
