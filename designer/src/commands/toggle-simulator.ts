import { IconDeviceMobileMessage } from '../ui/icons.ts'
import { editorTexts } from '../ui/texts/editor.ts'
import type { Command } from './command.ts'

/** Shows the phone simulator in the panel's place, or puts the panel back. */
export const toggleSimulator: Command = {
  id: 'simulator',
  title: () => editorTexts.test,
  icon: IconDeviceMobileMessage,
  isEnabled: ({ canEdit }) => canEdit,
  run: ({ store }) => {
    const { sidePanel, showPanel } = store.getState()
    showPanel(sidePanel === 'simulator' ? 'configurations' : 'simulator')
  },
}
