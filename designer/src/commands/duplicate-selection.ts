import { duplicateNodes, MAX_NODES, MAX_NOTES } from '@patchbay/shared/flow'
import { isUsedUp } from '../editing/add-action.ts'
import { canPaste, hasCopyable, selectionOf } from '../editing/clipboard.ts'
import type { EditorState } from '../editing/store/editor-state.ts'
import { IconCopy } from '../ui/icons.ts'
import { boardTexts } from '../ui/texts/board.ts'
import type { Command } from './command.ts'

/** Where a copy stands from its original. */
const offset = { x: 40, y: 160 }

/** Copies the selected actions and notes with the connections among them, a little below and to the right. */
export const duplicateSelection: Command = {
  id: 'duplicate',
  title: () => boardTexts.duplicate,
  icon: IconCopy,
  shortcuts: ['mod+D'],
  isEnabled: (state) =>
    canPaste(state) && hasCopyable({ ...state.selection, nodeIds: copyable(state) }) && hasRoom(state),
  run: ({ store }) => {
    const state = store.getState()
    const nodeIds = copyable(state)
    const firstId = state.takeNodeIds(nodeIds.length)
    const what = { ...state.selection, nodeIds }
    const { flow, ids, noteIds } = duplicateNodes(state.document, state.catalog, what, { firstId, offset })
    state.apply(() => flow, { select: selectionOf([...ids.values()], noteIds) })
  },
}

function hasRoom({ document, selection: { nodeIds, noteIds = [] } }: EditorState): boolean {
  return document.nodes.length + nodeIds.length <= MAX_NODES && document.notes.length + noteIds.length <= MAX_NOTES
}

/** The selected actions, without those whose type may not be there twice. */
function copyable({ selection, document, definitions }: EditorState): number[] {
  return selection.nodeIds.filter((id) => {
    const node = document.nodes.find((candidate) => candidate.id === id)
    const definition = node && definitions.of(node)
    return definition !== undefined && !isUsedUp(definition, document)
  })
}
