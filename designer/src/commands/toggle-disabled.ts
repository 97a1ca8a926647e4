import { setDisabled } from '@patchbay/shared/flow'
import type { EditorState } from '../editing/store/editor-state.ts'
import { IconCircleOff } from '../ui/icons.ts'
import { boardTexts } from '../ui/texts/board.ts'
import type { Command } from './command.ts'

/** Switches the selected actions off, or on again when all of them are off. */
export const toggleDisabled: Command = {
  id: 'toggle-disabled',
  title: (state) => (state !== null && areOff(state) ? boardTexts.enable : boardTexts.disable),
  icon: IconCircleOff,
  isEnabled: ({ selection, shownRun }) => shownRun === null && selection.nodeIds.length > 0,
  run: ({ store }) => {
    const state = store.getState()
    const disabled = !areOff(state)
    state.apply((flow) => setDisabled(flow, state.selection.nodeIds, disabled))
  },
}

function areOff({ document, selection }: EditorState): boolean {
  const selected = document.nodes.filter((node) => selection.nodeIds.includes(node.id))
  return selected.length > 0 && selected.every((node) => node.disabled === true)
}
