import { IconSelectAll } from '../ui/icons.ts'
import { boardToolTexts } from '../ui/texts/board-tools.ts'
import type { Command } from './command.ts'

/** Selects every action and note. */
export const selectAll: Command = {
  id: 'select-all',
  title: () => boardToolTexts.selectAll,
  icon: IconSelectAll,
  shortcuts: ['mod+A'],
  isEnabled: ({ document }) => document.nodes.length + document.notes.length > 0,
  run: ({ store }) => {
    const { document, select } = store.getState()
    const notes = document.notes.map(({ id }) => id)
    select({
      nodeIds: document.nodes.map(({ id }) => id),
      connection: null,
      ...(notes.length > 0 ? { noteIds: notes } : {}),
    })
  },
}
