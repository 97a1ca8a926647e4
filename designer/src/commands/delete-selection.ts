import { disconnect, removeNodes } from '@patchbay/shared/flow'
import { emptySelection } from '../editor/store/editor-state.ts'
import { IconTrash } from '../ui/icons.ts'
import { boardTexts } from '../ui/texts/board.ts'
import type { Command } from './command.ts'

/** Takes the selected actions or the selected connection off the board. */
export const deleteSelection: Command = {
  id: 'delete',
  title: () => boardTexts.delete,
  icon: IconTrash,
  shortcuts: ['Delete', 'Backspace'],
  isEnabled: ({ selection, shownRun }) =>
    shownRun === null && (selection.nodeIds.length > 0 || selection.connection !== null),
  run: ({ store }) => {
    const { selection, apply } = store.getState()
    const { nodeIds, connection } = selection
    apply((flow) => (connection ? disconnect(flow, connection) : removeNodes(flow, nodeIds)), {
      select: emptySelection,
    })
  },
}
