import { readFileSync } from 'node:fs'
import type { IconElement } from '@patchbay/shared/nodes'

const read = new Map<string, readonly IconElement[] | undefined>()

/** The drawing of a Tabler outline icon, read from its file at the first call. Undefined when no icon has this name. */
export function iconOf(name: string): readonly IconElement[] | undefined {
  if (!read.has(name)) read.set(name, readIcon(name))
  return read.get(name)
}

function readIcon(name: string): readonly IconElement[] | undefined {
  if (!/^[a-z0-9-]+$/.test(name)) return undefined
  try {
    const file = new URL(import.meta.resolve(`@tabler/icons/outline/${name}.svg`))
    return elementsOf(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** The elements inside `<svg>`, without the empty frame that Tabler draws around each icon. */
function elementsOf(svg: string): readonly IconElement[] {
  const inner = svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1)
  return [...inner.matchAll(/<([a-z]+)\s([^>]*?)\/?>/g)].flatMap(([, tag = '', text = '']): IconElement[] => {
    const attributes = Object.fromEntries(
      [...text.matchAll(/([a-z-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]),
    )
    return attributes.stroke === 'none' ? [] : [[tag, attributes]]
  })
}
