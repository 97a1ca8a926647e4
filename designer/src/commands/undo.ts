import { IconArrowBackUp, IconArrowForwardUp } from '../ui/icons.ts'
import { editorTexts } from '../ui/texts/editor.ts'
import type { Command } from './command.ts'

export const undo: Command = {
  id: 'undo',
  title: () => editorTexts.undo,
  icon: IconArrowBackUp,
  shortcuts: ['mod+Z'],
  inFields: 'document',
  isEnabled: (state) => state.canEdit && state.past.length > 0,
  run: ({ store }) => store.getState().undo(),
}

export const redo: Command = {
  id: 'redo',
  title: () => editorTexts.redo,
  icon: IconArrowForwardUp,
  shortcuts: ['mod+Y', 'mod+shift+Z'],
  inFields: 'document',
  isEnabled: (state) => state.canEdit && state.future.length > 0,
  run: ({ store }) => store.getState().redo(),
}
