import type { BlockShape, FlowNode, Placed } from '@patchbay/shared/flow'
import type { EditorState } from '../store/editor-state.ts'
import { blocksOf } from './block-data.ts'
import { BLOCK_WIDTH, blockHeight } from './geometry.ts'

type Board = Pick<EditorState, 'document' | 'definitions'>

/** Size and exits of a block as it is drawn. */
export function shapeOfBlock({ document, definitions }: Board): (node: FlowNode) => BlockShape {
  const blocks = blocksOf(document, definitions)
  return ({ id }) => {
    const exits = blocks.get(id)?.exits.map((exit) => exit.id) ?? []
    return { width: BLOCK_WIDTH, height: blockHeight(exits.length), exits }
  }
}

/** The selected blocks with their places and sizes. */
export function selectedBlocks(state: Board & Pick<EditorState, 'selection'>): Placed[] {
  const selected = new Set(state.selection.nodeIds)
  const shapeOf = shapeOfBlock(state)
  return state.document.nodes
    .filter(({ id }) => selected.has(id))
    .map((node) => ({ id: node.id, position: node.position, ...sizeOf(shapeOf(node)) }))
}

function sizeOf({ width, height }: BlockShape) {
  return { width, height }
}
