import {
  type Alignment,
  alignedPlaces,
  moveWithNotes,
  type Position,
  type Spread,
  spreadPlaces,
  tidyPlaces,
} from '@patchbay/shared/flow'
import type { Icon } from '@tabler/icons-react'
import { selectedBlocks, shapeOfBlock } from '../editing/blocks/block-sizes.ts'
import { COLUMN_GAP, SNAP } from '../editing/blocks/geometry.ts'
import type { EditorServices } from '../editing/editor-services.ts'
import type { EditorState } from '../editing/store/editor-state.ts'
import {
  IconLayoutAlignBottom,
  IconLayoutAlignCenter,
  IconLayoutAlignLeft,
  IconLayoutAlignMiddle,
  IconLayoutAlignRight,
  IconLayoutAlignTop,
  IconLayoutDistributeHorizontal,
  IconLayoutDistributeVertical,
} from '../ui/icons.ts'
import { boardToolTexts } from '../ui/texts/board-tools.ts'
import type { Command } from './command.ts'

const ROW_GAP = 50

const alignIcons = {
  left: IconLayoutAlignLeft,
  centre: IconLayoutAlignCenter,
  right: IconLayoutAlignRight,
  top: IconLayoutAlignTop,
  middle: IconLayoutAlignMiddle,
  bottom: IconLayoutAlignBottom,
} as const satisfies Record<Alignment, Icon>

const spreadIcons = {
  across: IconLayoutDistributeHorizontal,
  down: IconLayoutDistributeVertical,
} as const satisfies Record<Spread, Icon>

/** One command for each way of bringing the selected blocks into line. */
export const alignCommands: readonly Command[] = [
  align('left'),
  align('centre'),
  align('right'),
  align('top'),
  align('middle'),
  align('bottom'),
]

export const spreadCommands: readonly Command[] = [spread('across'), spread('down')]

/** Lays out the flow, or the several blocks that are selected, from left to right. */
export const tidyUp: Command = {
  id: 'tidy-up',
  title: () => boardToolTexts.tidyUp,
  icon: IconLayoutDistributeVertical,
  shortcuts: ['shift+T'],
  isEnabled: (state) => canArrange(state) && state.document.nodes.length > 1,
  run: (services) => {
    const state = services.store.getState()
    const { document, selection } = state
    const options = { shapeOf: shapeOfBlock(state), columnGap: COLUMN_GAP, rowGap: ROW_GAP, snap: SNAP }
    if (selection.nodeIds.length > 1) {
      place(services, tidyPlaces(document, { ...options, nodeIds: selection.nodeIds }))
    } else place(services, tidyPlaces(document, options), () => services.board.current?.fit())
  },
}

function align(how: Alignment): Command {
  return {
    id: `align-${how}`,
    title: () => boardToolTexts.align[how],
    icon: alignIcons[how],
    isEnabled: (state) => canArrange(state) && state.selection.nodeIds.length > 1,
    run: (services) => place(services, alignedPlaces(selectedBlocks(services.store.getState()), how)),
  }
}

function spread(how: Spread): Command {
  return {
    id: `spread-${how}`,
    title: () => boardToolTexts.spread[how],
    icon: spreadIcons[how],
    isEnabled: (state) => canArrange(state) && state.selection.nodeIds.length > 2,
    run: (services) => place(services, spreadPlaces(selectedBlocks(services.store.getState()), how)),
  }
}

function canArrange({ canEdit, shownRun }: EditorState): boolean {
  return canEdit && shownRun === null
}

/** One step of undo, shown as a movement. */
function place({ store, board }: EditorServices, places: ReadonlyMap<number, Position>, arrived?: () => void): void {
  const state = store.getState()
  const shapeOf = shapeOfBlock(state)
  const next = moveWithNotes(state.document, places, shapeOf)
  if (next === state.document) {
    arrived?.()
    return
  }
  board.current?.glide?.(arrived)
  state.apply(() => next)
}
