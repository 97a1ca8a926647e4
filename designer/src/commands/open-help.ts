import { IconLifebuoy } from '../ui/icons.ts'
import { helpTexts } from '../ui/texts/help.ts'
import type { Command } from './command.ts'

/** The pages of the help, in a tab of their own: the flow stays open beside them. */
export const openHelp: Command = {
  id: 'help',
  title: () => helpTexts.title,
  icon: IconLifebuoy,
  isEnabled: () => true,
  run: () => {
    window.open('/help', '_blank', 'noopener')
  },
}
