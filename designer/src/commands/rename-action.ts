import type { EditorState } from '../editing/store/editor-state.ts'
import { IconPencil } from '../ui/icons.ts'
import { keyboardTexts } from '../ui/texts/keyboard.ts'
import type { Command } from './command.ts'

/** Asks for a new name of the selected action. */
export const renameAction: Command = {
  id: 'rename',
  title: () => keyboardTexts.commands.rename,
  icon: IconPencil,
  shortcuts: ['F2'],
  isEnabled: (state) => state.canEdit && onlySelected(state) !== null,
  run: ({ store }) => {
    const nodeId = onlySelected(store.getState())
    if (nodeId !== null) store.getState().openDialog({ kind: 'rename', nodeId })
  },
}

/** The Action ID of the selected action, while it is the only one. */
export function onlySelected({ selection: { nodeIds } }: EditorState): number | null {
  const [nodeId, ...others] = nodeIds
  return nodeId === undefined || others.length > 0 ? null : nodeId
}
