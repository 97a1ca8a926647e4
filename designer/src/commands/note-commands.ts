import { addNote as addNoteTo, MAX_NOTES, nextNoteId } from '@patchbay/shared/flow'
import { shapeOfBlock } from '../editing/blocks/block-sizes.ts'
import { freeSpot, snapped } from '../editing/blocks/geometry.ts'
import { NOTE_SIZE } from '../editing/blocks/note-size.ts'
import { blockMiddle } from '../editing/clipboard.ts'
import { IconNote, IconPencil } from '../ui/icons.ts'
import { boardToolTexts } from '../ui/texts/board-tools.ts'
import { toasts } from '../ui/toasts.tsx'
import type { Command } from './command.ts'

const texts = boardToolTexts.notes

/** Height of the tools above a selected note. */
const TOOLS = 40

/** Puts an empty note into the middle of what is in sight and opens it for typing. */
export const addNote: Command = {
  id: 'add-note',
  title: () => texts.add,
  icon: IconNote,
  shortcuts: ['shift+N'],
  isEnabled: ({ canEdit, shownRun, view }) => view === 'board' && canEdit && shownRun === null,
  run: ({ store, board }) => {
    const state = store.getState()
    const { document, apply, editNote } = state
    if (document.notes.length >= MAX_NOTES) {
      toasts.warning({ title: texts.tooMany })
      return
    }
    const corner = board.current?.centre() ?? { x: 0, y: 0 }
    const wanted = {
      x: corner.x + blockMiddle.x - NOTE_SIZE.width / 2,
      y: corner.y + blockMiddle.y - NOTE_SIZE.height / 2,
    }
    const shapeOf = shapeOfBlock(state)
    const taken = [
      ...document.nodes.map((node) => ({ position: node.position, height: shapeOf(node).height })),
      ...document.notes.map(({ position, size }) => ({ position, height: size.height })),
    ]
    // The tools above it need room, too.
    const top = freeSpot(snapped({ x: wanted.x, y: wanted.y - TOOLS }), NOTE_SIZE.height + TOOLS, taken)
    const position = { x: top.x, y: top.y + TOOLS }
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
