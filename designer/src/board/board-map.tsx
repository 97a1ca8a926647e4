import { MiniMap } from '@xyflow/react'
import { useEditor } from '../editing/editor-context.tsx'
import type { EditorState } from '../editing/store/editor-state.ts'
import { boardToolTexts } from '../ui/texts/board-tools.ts'
import classes from './board.module.css'
import type { CanvasNode } from './to-canvas.ts'

const selectIsOpen = (state: EditorState) => state.mapOpen

/** The whole board in small; dragging in it moves what is in sight. Off at first. */
export function BoardMap() {
  const isOpen = useEditor(selectIsOpen)
  if (!isOpen) return null
  return (
    <MiniMap<CanvasNode>
      className={classes.map ?? ''}
      ariaLabel={boardToolTexts.map.label}
      nodeClassName={classNameOf}
      nodeBorderRadius={24}
      pannable
      zoomable
    />
  )
}

function classNameOf({ type }: CanvasNode): string {
  return (type === 'note' ? classes.mapNote : classes.mapBlock) ?? ''
}
