import { type BoardNote, updateNote } from '@patchbay/shared/flow'
import type { KeyboardEvent } from 'react'
import { SNAP } from '../editing/blocks/geometry.ts'
import { LEAST_NOTE_SIZE } from '../editing/blocks/note-size.ts'
import type { EditorServices } from '../editing/editor-services.ts'
import { hasSelection } from './board-keys.ts'

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-SNAP, 0],
  ArrowRight: [SNAP, 0],
  ArrowUp: [0, -SNAP],
  ArrowDown: [0, SNAP],
}

/** Keys on a note: Enter types in it, Alt and arrows move it, with Shift they size it, Esc lets go of it. */
export function noteKeys(event: KeyboardEvent, services: EditorServices): void {
  const { store } = services
  const { target } = event
  const noteId = target instanceof HTMLElement && target.dataset.noteId ? Number(target.dataset.noteId) : null
  if (noteId === null) return
  const { shownRun, editNote, clearSelection, apply, document } = store.getState()
  const step = steps[event.key]
  if (event.key === 'Escape' && !hasSelection(services)) return
  if (event.key === 'Escape') clearSelection()
  else if (shownRun !== null) return
  else if (event.key === 'Enter') editNote(noteId)
  else if (step && event.altKey) {
    const note = document.notes.find(({ id }) => id === noteId)
    if (!note) return
    const change = event.shiftKey ? resized(note, step) : moved(note, step)
    apply((flow) => updateNote(flow, noteId, change), { policy: 'merge', mergeKey: `note-place:${noteId}` })
  } else return
  event.preventDefault()
}

function moved({ position: { x, y } }: BoardNote, [dx, dy]: readonly [number, number]) {
  return { position: { x: x + dx, y: y + dy } }
}

function resized({ size: { width, height } }: BoardNote, [dx, dy]: readonly [number, number]) {
  return {
    size: {
      width: Math.max(LEAST_NOTE_SIZE.width, width + dx),
      height: Math.max(LEAST_NOTE_SIZE.height, height + dy),
    },
  }
}
