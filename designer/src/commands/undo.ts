import { changedNodes } from '../editing/changed-nodes.ts'
import type { EditorServices } from '../editing/editor-services.ts'
import type { EditorState } from '../editing/store/editor-state.ts'
import { IconArrowBackUp, IconArrowForwardUp } from '../ui/icons.ts'
import { editorTexts } from '../ui/texts/editor.ts'
import type { Command } from './command.ts'
import { focusPane } from './focus-pane.ts'

export const undo: Command = {
  id: 'undo',
  title: () => editorTexts.undo,
  icon: IconArrowBackUp,
  shortcuts: ['mod+Z'],
  inFields: 'document',
  isEnabled: (state) => state.canEdit && state.past.length > 0,
  run: (services) => stepThrough(services, (state) => state.undo()),
}

export const redo: Command = {
  id: 'redo',
  title: () => editorTexts.redo,
  icon: IconArrowForwardUp,
  shortcuts: ['mod+Y', 'mod+shift+Z'],
  inFields: 'document',
  isEnabled: (state) => state.canEdit && state.future.length > 0,
  run: (services) => stepThrough(services, (state) => state.redo()),
}

/** One step of the history: what it changed comes into sight, and the focus stays in the editor. */
function stepThrough({ store, board }: EditorServices, step: (state: EditorState) => void): void {
  const before = store.getState().document
  step(store.getState())
  const changed = changedNodes(before, store.getState().document)
  if (changed.length > 0) board.current?.revealOne(changed)
  requestAnimationFrame(() => requestAnimationFrame(() => keepFocus({ store, board }, changed)))
}

/** The field that had the focus may be gone with its panel; the block that changed takes it then. */
function keepFocus({ store, board }: Pick<EditorServices, 'store' | 'board'>, changed: readonly number[]): void {
  if (document.activeElement !== document.body) return
  const [nodeId = changed[0]] = store.getState().selection.nodeIds
  if (nodeId === undefined || !board.current) focusPane('board')
  else board.current.focusBlock(nodeId)
}
