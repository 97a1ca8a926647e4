import type { Flow, FlowNode, Position } from '../schema.ts'
import { moveNodes } from './nodes.ts'
import { updateNote } from './notes.ts'

interface Size {
  readonly width: number
  readonly height: number
}

/**
 * Gives actions new places. A note goes along when everything that lies on it moves: by as much as the first of
 * those blocks does.
 */
export function moveWithNotes(
  flow: Flow,
  places: ReadonlyMap<number, Position>,
  sizeOf: (node: FlowNode) => Size,
): Flow {
  const moved = moveNodes(flow, places)
  if (moved === flow) return flow
  return flow.notes.reduce((next, note) => {
    const on = flow.nodes.filter((node) => isOn({ ...note.size, position: note.position }, node, sizeOf(node)))
    const [first] = on
    const place = first && places.get(first.id)
    if (!place || on.some(({ id }) => !places.has(id))) return next
    const position = {
      x: note.position.x + place.x - first.position.x,
      y: note.position.y + place.y - first.position.y,
    }
    return position.x === note.position.x && position.y === note.position.y
      ? next
      : updateNote(next, note.id, { position })
  }, moved)
}

/** Most of the block lies on the note. */
function isOn(note: Size & { readonly position: Position }, { position }: FlowNode, { width, height }: Size): boolean {
  const x = position.x + width / 2
  const y = position.y + height / 2
  return (
    x > note.position.x && y > note.position.y && x < note.position.x + note.width && y < note.position.y + note.height
  )
}
