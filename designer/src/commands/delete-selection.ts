import { disconnect, type Flow, removeNodes, removeNote } from '@patchbay/shared/flow'
import { emptySelection, type Selection } from '../editing/store/editor-state.ts'
import { IconTrash } from '../ui/icons.ts'
import { boardTexts } from '../ui/texts/board.ts'
import type { Command } from './command.ts'

/** Takes the selected actions and notes, or the selected connection, off the board. */
export const deleteSelection: Command = {
  id: 'delete',
  title: () => boardTexts.delete,
  icon: IconTrash,
  shortcuts: ['Delete', 'Backspace'],
  isEnabled: ({ selection, shownRun }) =>
    shownRun === null &&
    (selection.nodeIds.length > 0 || selection.connection !== null || selection.noteIds !== undefined),
  run: ({ store }) => {
    const { selection, apply } = store.getState()
    apply((flow) => without(flow, selection), { select: emptySelection })
  },
}

/** The flow without what is selected. */
export function without(flow: Flow, { nodeIds, connection, noteIds = [] }: Selection): Flow {
  if (connection) return disconnect(flow, connection)
  return noteIds.reduce(removeNote, removeNodes(flow, nodeIds))
}
