import { IconLifebuoy } from '../ui/icons.ts'
import { keyboardTexts } from '../ui/texts/keyboard.ts'
import type { Command } from './command.ts'

/** Lists all commands with their keys. */
export const showKeys: Command = {
  id: 'keys',
  title: () => keyboardTexts.commands.keys,
  icon: IconLifebuoy,
  shortcuts: ['?'],
  isEnabled: () => true,
  run: ({ store }) => store.getState().openDialog({ kind: 'keys' }),
}
