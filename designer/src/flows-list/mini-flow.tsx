import type { Flow } from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import { useMemo } from 'react'
import { Icon } from '../ui/icon.tsx'
import { IconPlus } from '../ui/icons.ts'
import { Tile } from '../ui/tile.tsx'
import classes from './mini-flow.module.css'
import { miniLayout } from './mini-layout.ts'

interface MiniFlowProps {
  readonly flow: Flow
  readonly definitions: ReadonlyMap<string, NodeDefinition>
}

/** The room a drawing has on its card. */
const room = { width: 244, height: 96 }

/** A flow drawn small, computed from its document. Decoration: the card's words say the same. */
export function MiniFlow({ flow, definitions }: MiniFlowProps) {
  const { width, height, tiles, wires } = useMemo(() => miniLayout(flow), [flow])
  const scale = Math.min(1, room.width / width, room.height / height)
  return (
    <span className={classes.mini} aria-hidden="true">
      <span className={classes.drawing} style={{ width, height, scale }}>
        <svg className={classes.wires} width={width} height={height} aria-hidden="true">
          {wires.map(({ key, path }) => (
            <path key={key} d={path} />
          ))}
        </svg>
        {tiles.map(({ id, type, x, y }) => (
          <span key={id} className={classes.place} style={{ left: x, top: y }}>
            <Tile of={definitions.get(type)} />
          </span>
        ))}
      </span>
    </span>
  )
}

export function MiniBlank() {
  return (
    <span className={classes.mini} aria-hidden="true">
      <span className={classes.ghost}>
        <Icon of={IconPlus} />
      </span>
    </span>
  )
}
