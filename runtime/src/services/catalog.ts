import { createHash } from 'node:crypto'
import type { Catalog, IconElement } from '@patchbay/shared/nodes'
import type { NodeRegistry } from '../engine/node-registry.ts'
import { iconOf } from './icons.ts'

export interface CatalogService {
  /** The current catalog, from which the designer draws menus, blocks and forms. */
  current(): TaggedCatalog
}

export interface TaggedCatalog {
  readonly catalog: Catalog
  /** Changes with everything in the catalog. */
  readonly etag: string
}

export interface CatalogOptions {
  readonly registry: NodeRegistry
  /** Icons that are not named by a node, such as those of account types. */
  readonly furtherIcons: readonly string[]
}

export function createCatalog({ registry, furtherIcons }: CatalogOptions): CatalogService {
  let made: (TaggedCatalog & { readonly of: Catalog }) | undefined
  return {
    current() {
      const { catalog: plain } = registry
      if (made?.of !== plain) {
        const catalog = { ...plain, icons: iconsOf(plain, furtherIcons) }
        made = { of: plain, catalog, etag: etagOf(catalog) }
      }
      return made
    },
  }
}

function etagOf(catalog: Catalog): string {
  return `"${createHash('sha256').update(JSON.stringify(catalog)).digest('base64url').slice(0, 22)}"`
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
