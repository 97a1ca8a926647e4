import { IconListTree } from '../ui/icons.ts'
import { keyboardTexts } from '../ui/texts/keyboard.ts'
import type { Command } from './command.ts'
import { focusPaneSoon } from './focus-pane.ts'

const texts = keyboardTexts.commands

/** Shows the flow as a list in the order it runs, or as the board again. */
export const toggleOutline: Command = {
  id: 'outline',
  title: (state) => (state === null || state.view === 'board' ? texts.showOutline : texts.showBoard),
  icon: IconListTree,
  shortcuts: ['O'],
  isEnabled: () => true,
  run: ({ store }) => {
    const { view, setView } = store.getState()
    setView(view === 'board' ? 'outline' : 'board')
    focusPaneSoon('board')
  },
}
