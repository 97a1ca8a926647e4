import type { DragEvent } from 'react'

/** Marks a drag from the Actions menu and names the node type. */
const DRAG_TYPE = 'application/x-patchbay-action'

export function startActionDrag(event: DragEvent, nodeType: string): void {
  event.dataTransfer.setData(DRAG_TYPE, nodeType)
  event.dataTransfer.effectAllowed = 'copy'
}

/** While dragging, browsers tell only the kinds of data, not the data. */
export function isActionDrag(event: DragEvent): boolean {
  return event.dataTransfer.types.includes(DRAG_TYPE)
}

export function draggedAction(event: DragEvent): string {
  return event.dataTransfer.getData(DRAG_TYPE)
}
