import { type RefObject, useMemo } from 'react'

type Movement = 'view' | 'blocks'

/**
 * Marks the board while the view or blocks move under the pointer, on the element itself so that nothing is drawn
 * anew. Its style then lays a pane of glass over the blocks, for the browser would look for the one under the pointer
 * with every move, and gives what moves a layer of its own, so that nothing else is composed again.
 */
export function useMovement(canvas: RefObject<HTMLElement | null>) {
  return useMemo(() => {
    const mark = (movement: Movement) => {
      const { current } = canvas
      if (current && current.dataset.moving !== movement) current.dataset.moving = movement
    }
    const forget = () => {
      delete canvas.current?.dataset.moving
    }
    return {
      // Without an event it is a command that moves the view, and nobody holds the pointer for it.
      onMove: (event: MouseEvent | TouchEvent | null) => {
        if (event) mark('view')
      },
      onMoveEnd: forget,
      onNodeDrag: () => mark('blocks'),
      onNodeDragStop: forget,
      onSelectionDrag: () => mark('blocks'),
      onSelectionDragStop: forget,
    }
  }, [canvas])
}
