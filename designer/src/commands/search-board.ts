import { IconSearch } from '../ui/icons.ts'
import { boardToolTexts } from '../ui/texts/board-tools.ts'
import type { Command } from './command.ts'

/** Opens the search of the board. */
export const searchBoard: Command = {
  id: 'search-board',
  title: () => boardToolTexts.search.title,
  icon: IconSearch,
  shortcuts: ['mod+F'],
  inFields: 'always',
  isEnabled: ({ document, view }) => view === 'board' && document.nodes.length > 0,
  run: ({ store }) => {
    const { search, setSearch } = store.getState()
    if (search) document.querySelector<HTMLInputElement>('[data-board-search] input')?.select()
    else setSearch({ text: '', found: [], at: 0 })
  },
}
