import { IconSearch } from '../ui/icons.ts'
import { keyboardTexts } from '../ui/texts/keyboard.ts'
import type { Command } from './command.ts'

/** Opens the search through everything that can be done. */
export const openPalette: Command = {
  id: 'palette',
  title: () => keyboardTexts.commands.palette,
  icon: IconSearch,
  shortcuts: ['mod+K'],
  inFields: 'always',
  isEnabled: () => true,
  run: ({ store }) => store.getState().openDialog({ kind: 'palette' }),
}
