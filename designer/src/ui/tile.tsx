import type { Icon as TablerIcon } from '@tabler/icons-react'
import { Icon } from './icon.tsx'
import { NodeIcon } from './node-icon.tsx'
import { Picture } from './picture.tsx'
import classes from './tile.module.css'

/** The five categories that have colours. Anything else looks like an integration. */
const categoryClasses: Readonly<Record<string, string | undefined>> = {
  triggers: classes.triggers,
  messaging: classes.messaging,
  data: classes.data,
  logic: classes.logic,
  integrations: classes.integrations,
}

/** The colour class of a category, for pills and tiles alike. */
export function categoryClass(category: string): string {
  return categoryClasses[category] ?? classes.integrations ?? ''
}

/** A definition as far as its tile needs it. `icon` may also be one of ours. */
export interface TileSubject {
  readonly category: string
  readonly icon: string | TablerIcon
  readonly picture?: string
}

/** What stands for a type that nothing here knows. */
export const unknownTile: TileSubject = { category: 'integrations', icon: 'bolt' }

interface TileProps {
  /** The definition of the node. None: a type that is not known. */
  readonly of: TileSubject | null | undefined
  /** 20, 24, 28 and 36 px. Default `m`. */
  readonly size?: 'xs' | 's' | 'm' | 'l'
  /** Grey, for disabled and unreached actions. */
  readonly mute?: boolean
}

const glyphSizes = { xs: 13, s: 15, m: 17, l: 20 } as const

/** The coloured square, or the picture, that says which kind of action this is. Decoration: its words stand beside it. */
export function Tile({ of, size = 'm', mute = false }: TileProps) {
  const { category, icon, picture } = of ?? unknownTile
  const names = [classes.tile, classes[size], mute ? classes.mute : categoryClass(category)]
  return (
    <span className={names.join(' ')} data-category={category}>
      <Picture src={picture}>
        {typeof icon === 'string' ? (
          <NodeIcon name={icon} size={glyphSizes[size]} />
        ) : (
          <Icon of={icon} size={glyphSizes[size]} />
        )}
      </Picture>
    </span>
  )
}
