import type { InternalNode, NodeChange, ReactFlowState, XYPosition } from '@xyflow/react'
import type { CanvasNode, WireEdge } from './to-canvas.ts'
import { wireEnds, wirePath } from './wire-path.ts'

type CanvasState = ReactFlowState<CanvasNode, WireEdge>
type Places = ReadonlyMap<string, XYPosition>

/** Blocks that the pointer carries, drawn without React Flow until they are put down. */
export interface Carry {
  /** Draws them and their connections where these changes say. */
  move(changes: readonly NodeChange<CanvasNode>[]): void
}

/**
 * Takes up blocks and notes that have begun to move. React Flow tells thousands of listeners of every place of a
 * block; while the pointer carries some, their elements and the lines at them are moved on the page instead, and React
 * Flow hears of the place where they are put down.
 * @param state what React Flow knows: places and handles of all blocks as they are drawn.
 * @param changes the movement under way; it names what is carried.
 */
export function takeUp(state: CanvasState, changes: readonly NodeChange<CanvasNode>[]): Carry {
  const nodeIds = new Set(placesIn(changes).keys())
  const elements = elementsById(state, '.react-flow__node')
  const wires = wiresAt(state, nodeIds)
  return {
    move: (further) => {
      const places = placesIn(further)
      for (const [id, { x, y }] of places) {
        elements.get(id)?.style.setProperty('transform', `translate(${x}px,${y}px)`)
      }
      for (const draw of wires) draw(places)
    },
  }
}

/** The lines that begin or end at one of these blocks. */
function wiresAt(state: CanvasState, nodeIds: ReadonlySet<string>) {
  const { edges, nodeLookup } = state
  const elements = elementsById(state, '.react-flow__edge')
  return edges.flatMap((edge) => {
    if (!nodeIds.has(edge.source) && !nodeIds.has(edge.target)) return []
    const source = nodeLookup.get(edge.source)
    const target = nodeLookup.get(edge.target)
    const line = elements.get(edge.id)?.querySelector('.react-flow__edge-path')
    if (!source || !target || !line) return []
    const draw = (places: Places): void => {
      const placeOf = ({ id, internals }: InternalNode<CanvasNode>) => places.get(id) ?? internals.positionAbsolute
      const ends = wireEnds(edge, source, target, placeOf)
      if (ends) line.setAttribute('d', wirePath(ends)[0])
    }
    return [draw]
  })
}

function elementsById({ domNode }: CanvasState, selector: string): ReadonlyMap<string, HTMLElement | SVGElement> {
  const elements = domNode?.querySelectorAll<HTMLElement | SVGElement>(selector) ?? []
  return new Map([...elements].map((element) => [element.dataset.id ?? '', element]))
}

function placesIn(changes: readonly NodeChange<CanvasNode>[]): Places {
  const places = new Map<string, XYPosition>()
  for (const change of changes) {
    if (change.type === 'position' && change.position) places.set(change.id, change.position)
  }
  return places
}
