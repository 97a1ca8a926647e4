import { Popover } from '@mantine/core'
import { getBezierPath, useOnViewportChange, ViewportPortal, Position as XyPosition } from '@xyflow/react'
import { addAction } from '../editing/add-action.ts'
import { blocksOf } from '../editing/blocks/block-data.ts'
import { SOCKET_Y } from '../editing/blocks/geometry.ts'
import { useEditor, useEditorServices } from '../editing/editor-context.tsx'
import { PickerList } from '../palette/picker-list.tsx'
import { joinClasses } from '../ui/join-classes.ts'
import { boardTexts } from '../ui/texts/board.ts'
import classes from './board.module.css'
import type { LooseWire } from './use-connecting.ts'

interface AddAtWireEndProps {
  readonly wire: LooseWire
  readonly onClose: () => void
}

/** Where a connection was let go over free ground: picks the action that stands there and is connected. */
export function AddAtWireEnd({ wire, onClose }: AddAtWireEndProps) {
  const { store, board } = useEditorServices()
  const label = useEditor((state) => {
    const exit = blocksOf(state.document, state.definitions)
      .get(wire.from)
      ?.exits.find(({ id }) => id === wire.exit)
    return boardTexts.addAfter(exit?.label ?? '', wire.from)
  })
  useOnViewportChange({ onStart: onClose })
  const cancel = () => {
    onClose()
    board.current?.focusBlock(wire.from)
  }
  return (
    <ViewportPortal>
      <OpenWire wire={wire} />
      <Popover
        opened
        onChange={(opened) => !opened && cancel()}
        width={240}
        position="right-start"
        trapFocus
        withinPortal
      >
        <Popover.Target>
          <i className={classes.wireEnd} style={{ transform: `translate(${wire.end.x}px, ${wire.end.y}px)` }} />
        </Popover.Target>
        <Popover.Dropdown aria-label={label}>
          <PickerList
            label={label}
            onPick={(definition) => {
              onClose()
              const position = { x: wire.end.x, y: wire.end.y - SOCKET_Y }
              const id = addAction(store, definition, { position, after: wire })
              board.current?.reveal(id)
              board.current?.focusBlock(id)
            }}
          />
        </Popover.Dropdown>
      </Popover>
    </ViewportPortal>
  )
}

/** The connection as it was let go. */
function OpenWire({ wire: { start, end } }: { readonly wire: LooseWire }) {
  const [path] = getBezierPath({
    sourceX: start.x,
    sourceY: start.y,
    sourcePosition: XyPosition.Right,
    targetX: end.x,
    targetY: end.y,
    targetPosition: XyPosition.Left,
  })
  return (
    <svg className={classes.openWire} aria-hidden="true">
      <path d={path} className={joinClasses(classes.wire, classes.drawn)} />
    </svg>
  )
}
