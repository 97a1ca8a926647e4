import { type NodeChange, type ReactFlowState, useStoreApi, type Viewport } from '@xyflow/react'
import { type RefObject, useMemo } from 'react'
import { GROUND_GAP } from '../editing/blocks/geometry.ts'
import { useEditorServices } from '../editing/editor-context.tsx'
import type { CanvasNode } from './to-canvas.ts'

type Movement = 'view' | 'blocks'

/** Never another one, so that React Flow asks for every new view and never sets one by itself. */
const viewport: Viewport = { x: 0, y: 0, zoom: 1 }

/**
 * What happens while the view or blocks move under the pointer.
 *
 * The board is marked, on the element itself so that nothing is drawn anew: its style then lays a pane of glass over
 * the blocks, for the browser would look for the one under the pointer with every move.
 *
 * React Flow tells thousands of listeners of every view. While the pointer pans, or blocks that it carries push the
 * view on, the page alone is moved, and the listeners hear of the view at which it comes to rest.
 */
export function useMovement(canvas: RefObject<HTMLElement | null>) {
  const xyStore = useStoreApi()
  const { store } = useEditorServices()
  return useMemo(() => {
    let isPointerDown = false
    const view = createQuietView(xyStore)
    const mark = (movement: Movement) => {
      const { current } = canvas
      if (current && current.dataset.moving !== movement) current.dataset.moving = movement
    }
    const rest = (movement: Movement) => {
      const { current } = canvas
      // Blocks that push the view on are still being carried when that push ends.
      if (movement === 'view' && current?.dataset.moving === 'blocks') return
      delete current?.dataset.moving
      view.announce()
    }
    return {
      viewport,
      onViewportChange: (next: Viewport) => {
        const isHeld = isPointerDown || canvas.current?.dataset.moving === 'blocks'
        // The map shows what is in sight, too.
        if (isHeld && !store.getState().mapOpen) view.show(next)
        else view.tell(next)
      },
      // Without an event it is a command that moves the view, and nobody holds the pointer for it.
      onMoveStart: (event: MouseEvent | TouchEvent | null) => {
        isPointerDown = event !== null && event.type !== 'wheel'
      },
      onMove: (event: MouseEvent | TouchEvent | null) => {
        if (event) mark('view')
      },
      onMoveEnd: () => {
        isPointerDown = false
        rest('view')
      },
      onNodeDrag: () => mark('blocks'),
      onSelectionDrag: () => mark('blocks'),
      /** React Flow reports no end of a drag that it gives up, but always that the blocks are dragged no more. */
      endOfDrag: (changes: readonly NodeChange<CanvasNode>[]) => {
        if (changes.some((change) => change.type === 'position' && change.dragging === false)) rest('blocks')
      },
    }
  }, [canvas, xyStore, store])
}

type XyStore = { getState(): ReactFlowState; setState(state: Partial<ReactFlowState>): void }

/** React Flow's view, which can be moved without a word to those who listen. */
function createQuietView(xyStore: XyStore) {
  let drawn: Drawn | null = null
  const tell = ({ x, y, zoom }: Viewport): void => {
    drawn = null
    xyStore.setState({ transform: [x, y, zoom] })
  }
  return {
    /** React Flow and all who listen hear of the view. */
    tell,
    /** Moves the page. React Flow finds the new place in its state when it asks; nobody is told. */
    show: (view: Viewport): void => {
      const { transform, domNode } = xyStore.getState()
      if (view.zoom !== transform[2]) {
        tell(view)
        return
      }
      transform[0] = view.x
      transform[1] = view.y
      drawn ??= drawnOn(domNode)
      place(drawn, view)
    },
    /** Tells of the view that was shown last, if nobody has heard of it yet. */
    announce: (): void => {
      const [x, y, zoom] = xyStore.getState().transform
      if (drawn) tell({ x, y, zoom })
    },
  }
}

/** What stands elsewhere on the page in another view of the same zoom: the board and the dots of its ground. */
interface Drawn {
  readonly board: HTMLElement | null | undefined
  readonly dots: Element | null | undefined
}

function drawnOn(domNode: HTMLElement | null): Drawn {
  return {
    board: domNode?.querySelector<HTMLElement>('.react-flow__viewport'),
    dots: domNode?.querySelector('.react-flow__background pattern'),
  }
}

function place({ board, dots }: Drawn, { x, y, zoom }: Viewport): void {
  board?.style.setProperty('transform', `translate(${x}px,${y}px) scale(${zoom})`)
  dots?.setAttribute('x', String(x % (GROUND_GAP * zoom)))
  dots?.setAttribute('y', String(y % (GROUND_GAP * zoom)))
}
