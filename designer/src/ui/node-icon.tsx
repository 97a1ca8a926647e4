import type { IconElement } from '@patchbay/shared/nodes'
import { createContext, createElement, useContext } from 'react'
import { type IconSize, strokeFor } from './icon.tsx'

/** Drawings by name, as the catalog brings them. */
export const NodeIconsContext = createContext<Readonly<Record<string, readonly IconElement[]>>>({})

/** What stands for a name without a drawing: a bolt, as for an integration that nobody knows. */
const unknown: readonly IconElement[] = [['path', { d: 'M13 3l0 7l6 0l-8 11l0 -7l-6 0l8 -11' }]]

interface NodeIconProps {
  /** `icon` of a node or account definition. */
  readonly name: string
  readonly size: IconSize
}

/** The icon that a definition names, drawn as the catalog says; hidden from screen readers, as words stand beside it. */
export function NodeIcon({ name, size }: NodeIconProps) {
  const icons = useContext(NodeIconsContext)
  const elements = (Object.hasOwn(icons, name) ? icons[name] : undefined) ?? unknown
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={strokeFor(size)}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      data-icon={Object.hasOwn(icons, name) ? name : undefined}
    >
      {elements.map(([tag, attributes], index) => createElement(tag, { key: index, ...attributes }))}
    </svg>
  )
}
