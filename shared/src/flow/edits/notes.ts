import type { BoardNote, Flow } from '../schema.ts'
import { roundPosition } from './nodes.ts'

/** Puts a note on the board. Its id comes from `nextNoteId`. */
export function addNote(flow: Flow, note: BoardNote): Flow {
  return { ...flow, notes: [...flow.notes, { ...note, position: roundPosition(note.position) }] }
}

/** Changes text, size or place of a note. */
export function updateNote(flow: Flow, noteId: number, change: Partial<Omit<BoardNote, 'id'>>): Flow {
  if (!flow.notes.some((note) => note.id === noteId)) return flow
  const notes = flow.notes.map((note) => {
    if (note.id !== noteId) return note
    const next = { ...note, ...change }
    return { ...next, position: roundPosition(next.position) }
  })
  return { ...flow, notes }
}

export function removeNote(flow: Flow, noteId: number): Flow {
  const notes = flow.notes.filter((note) => note.id !== noteId)
  return notes.length === flow.notes.length ? flow : { ...flow, notes }
}

export function nextNoteId(flow: Flow): number {
  return flow.notes.reduce((next, note) => Math.max(next, note.id + 1), 1)
}
