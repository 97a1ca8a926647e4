import { alignCommands, spreadCommands, tidyUp } from './arrange-commands.ts'
import { copy, cut, paste } from './clipboard-commands.ts'
import type { Command } from './command.ts'
import { addNote, editNote } from './note-commands.ts'
import { searchBoard } from './search-board.ts'
import { selectAll } from './select-all.ts'
import { toggleMap, zoomToSelection } from './view-commands.ts'

/** What the board can do beyond single blocks. */
export const boardCommands: readonly Command[] = [
  selectAll,
  copy,
  cut,
  paste,
  tidyUp,
  ...alignCommands,
  ...spreadCommands,
  addNote,
  editNote,
  searchBoard,
  zoomToSelection,
  toggleMap,
]
