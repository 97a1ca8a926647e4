import { addNote as addNoteTo, nextNoteId } from '@patchbay/shared/flow'
import { snapped } from '../board/geometry.ts'
import { NOTE_SIZE } from '../board/note-size.ts'
import { blockMiddle } from '../editor/clipboard.ts'
import { IconNote, IconPencil } from '../ui/icons.ts'
import { boardToolTexts } from '../ui/texts/board-tools.ts'
import { toasts } from '../ui/toasts.tsx'
import type { Command } from './command.ts'

const texts = boardToolTexts.notes
/** As many notes as the document format allows. */
const MOST_NOTES = 500

/** Puts an empty note into the middle of what is in sight and opens it for typing. */
export const addNote: Command = {
  id: 'add-note',
  title: () => texts.add,
  icon: IconNote,
  shortcuts: ['shift+N'],
  isEnabled: ({ canEdit, shownRun }) => canEdit && shownRun === null,
  run: ({ store, board }) => {
    const { document, apply, editNote } = store.getState()
    if (document.notes.length >= MOST_NOTES) {
      toasts.warning({ title: texts.tooMany })
      return
    }
    const corner = board.current?.centre() ?? { x: 0, y: 0 }
    const position = snapped({
      x: corner.x + blockMiddle.x - NOTE_SIZE.width / 2,
      y: corner.y + blockMiddle.y - NOTE_SIZE.height / 2,
    })
    const id = nextNoteId(document)
    apply((flow) => addNoteTo(flow, { id, position, size: NOTE_SIZE, text: '' }), {
      select: { nodeIds: [], connection: null, noteIds: [id] },
    })
    editNote(id)
  },
}

/** Opens the selected note for typing. */
export const editNote: Command = {
  id: 'edit-note',
  title: () => texts.edit,
  icon: IconPencil,
  isEnabled: ({ canEdit, shownRun, selection }) => canEdit && shownRun === null && selection.noteIds?.length === 1,
  run: ({ store }) => store.getState().editNote(store.getState().selection.noteIds?.[0] ?? null),
}
