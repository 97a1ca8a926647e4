import type { Catalog, IconElement } from '@patchbay/shared/nodes'
import type { NodeRegistry } from '../engine/node-registry.ts'
import { iconOf } from './icons.ts'

export interface CatalogService {
  /** The current catalog, from which the designer draws menus, blocks and forms. */
  current(): Catalog
}

export interface CatalogOptions {
  readonly registry: NodeRegistry
  /** Icons that are not named by a node, such as those of account types. */
  readonly furtherIcons: readonly string[]
}

export function createCatalog({ registry, furtherIcons }: CatalogOptions): CatalogService {
  let made: { readonly of: Catalog; readonly catalog: Catalog } | undefined
  return {
    current() {
      const { catalog } = registry
      if (made?.of !== catalog) made = { of: catalog, catalog: { ...catalog, icons: iconsOf(catalog, furtherIcons) } }
      return made.catalog
    },
  }
}

function iconsOf(
  { nodes, older = [], channels = [] }: Catalog,
  further: readonly string[],
): NonNullable<Catalog['icons']> {
  const names = [...new Set([...[...nodes, ...older, ...channels].map(({ icon }) => icon), ...further])].sort()
  return Object.fromEntries(
    names.flatMap((name): [string, readonly IconElement[]][] => {
      const icon = iconOf(name)
      return icon === undefined ? [] : [[name, icon]]
    }),
  )
}
