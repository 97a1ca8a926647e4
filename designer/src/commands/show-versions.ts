import { openSectionsOf } from '../editing/open-sections.ts'
import { IconHistory } from '../ui/icons.ts'
import { editorTexts } from '../ui/texts/editor.ts'
import type { Command } from './command.ts'

/** Opens the versions in the panel of the flow. */
export const showVersions: Command = {
  id: 'versions',
  title: () => editorTexts.versions,
  icon: IconHistory,
  isEnabled: () => true,
  run: ({ store }) => {
    const state = store.getState()
    const open = openSectionsOf(state, 'flow')
    state.clearSelection()
    state.showPanel('configurations')
    if (!open.includes('versions')) state.setOpenSections('flow', [...open, 'versions'])
    state.showField(null, 'versions')
  },
}
