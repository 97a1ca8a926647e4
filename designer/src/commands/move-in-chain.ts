import { moveEarlier, moveLater } from '@patchbay/shared/flow'
import type { EditorState } from '../editing/store/editor-state.ts'
import { IconArrowDown, IconArrowUp } from '../ui/icons.ts'
import { keyboardTexts } from '../ui/texts/keyboard.ts'
import type { Command } from './command.ts'
import { onlySelected } from './rename-action.ts'

/** Changes places with the action before, where one plainly follows the other. */
export const moveActionEarlier: Command = {
  id: 'move-earlier',
  title: () => keyboardTexts.commands.moveEarlier,
  icon: IconArrowUp,
  shortcuts: ['alt+ArrowUp'],
  isEnabled: (state) => moved(state, moveEarlier) !== null,
  run: ({ store }) => move(store.getState(), moveEarlier),
}

/** Changes places with the action that follows. */
export const moveActionLater: Command = {
  id: 'move-later',
  title: () => keyboardTexts.commands.moveLater,
  icon: IconArrowDown,
  shortcuts: ['alt+ArrowDown'],
  isEnabled: (state) => moved(state, moveLater) !== null,
  run: ({ store }) => move(store.getState(), moveLater),
}

function moved(state: EditorState, edit: typeof moveEarlier) {
  const nodeId = onlySelected(state)
  if (nodeId === null || !state.canEdit || state.shownRun !== null) return null
  return edit(state.document, state.catalog, nodeId)
}

function move(state: EditorState, edit: typeof moveEarlier): void {
  const flow = moved(state, edit)
  if (flow) state.apply(() => flow)
}
