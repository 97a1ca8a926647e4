import type { Catalog, NodeDefinition } from '../nodes/node-definition.ts'

/** The newest version of every type by its id, retired ones too; `of` finds the version that a node was built with. */
export interface Definitions extends ReadonlyMap<string, NodeDefinition> {
  of(node: { readonly type: string; readonly typeVersion?: number }): NodeDefinition | undefined
}

/** A catalog prepared for look-ups. */
export interface CatalogIndex {
  readonly definitions: Definitions
  /** Every `variablePrefix`, such as `EXTCALL`. */
  readonly prefixes: readonly string[]
}

/** The version of its type that a node without one was built with. */
const FIRST_VERSION = 1

const indexes = new WeakMap<Catalog, CatalogIndex>()

/** The index of a catalog, made once per catalog object. */
export function indexCatalog(catalog: Catalog): CatalogIndex {
  const known = indexes.get(catalog)
  if (known !== undefined) return known
  const index: CatalogIndex = {
    definitions: definitionsOf(catalog),
    prefixes: [...new Set([...catalog.nodes, ...(catalog.older ?? [])].map(({ variablePrefix }) => variablePrefix))],
  }
  indexes.set(catalog, index)
  return index
}

function definitionsOf({ nodes, older = [] }: Catalog): Definitions {
  const retired = older
    .filter((definition) => definition.retired !== undefined)
    .toSorted((one, other) => one.typeVersion - other.typeVersion)
  const newest = new Map([...retired, ...nodes].map((definition) => [definition.id, definition]))
  const byVersion = new Map([...older, ...nodes].map((definition) => [versionKey(definition), definition]))
  return Object.assign(newest, {
    of: ({ type, typeVersion = FIRST_VERSION }: Parameters<Definitions['of']>[0]) =>
      byVersion.get(versionKey({ id: type, typeVersion })),
  })
}

function versionKey({ id, typeVersion }: Pick<NodeDefinition, 'id' | 'typeVersion'>): string {
  return `${id}@${typeVersion}`
}
