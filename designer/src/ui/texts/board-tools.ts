import { count } from '../formats.ts'
import { commandKey } from './formats.ts'

/** Words of what one does with several blocks, notes, the map and the search of the board. */
export const boardToolTexts = {
  selectAll: 'Select all',
  copy: 'Copy',
  cut: 'Cut',
  paste: 'Paste',
  tidyUp: 'Tidy up',
  zoomToSelection: 'Zoom to selection',
  align: {
    left: 'Align left edges',
    centre: 'Align centres',
    right: 'Align right edges',
    top: 'Align top edges',
    middle: 'Align middles',
    bottom: 'Align bottom edges',
  },
  spread: { across: 'Space out across', down: 'Space out down' },
  several: {
    title: (actions: number) => count(actions, 'action selected', 'actions selected'),
    text: `They are moved, copied and deleted together. ${commandKey} click adds one or takes it out.`,
    align: 'Align',
    place: 'Place',
    edit: 'Edit',
  },
  clipboard: {
    copied: (actions: number, notes: number) => `${actionsAndNotes(actions, notes)} copied`,
    copiedText: 'Paste here, in another flow, or in another window.',
    refused: 'Nothing pasted',
    foreign: 'The clipboard holds no actions or notes. Copy some on a board first.',
    onlyOnce: (names: string) => `${names} may be on a board only once.`,
    partly: (names: string) => `Pasted without ${names}`,
    tooMany: (most: number) => `A flow holds at most ${count(most, 'action', 'actions')}.`,
    closed: `This browser keeps its clipboard to itself. Press ${commandKey} C or ${commandKey} V on the board.`,
  },
  notes: {
    add: 'Add note',
    edit: 'Edit note',
    note: (id: number) => `Note ${id}`,
    text: 'Text of the note',
    placeholder: 'Write a note',
    tools: (id: number) => `Tools for note ${id}`,
    tooMany: 'This board has as many notes as fit. Delete one first.',
  },
  map: { show: 'Show map', hide: 'Hide map', label: 'Map of the board' },
  search: {
    title: 'Search the board',
    field: 'Search the board',
    previous: 'Previous match',
    next: 'Next match',
    close: 'Close search',
    none: 'Nothing found',
    at: (at: number, of: number) => `${at} of ${of}`,
  },
} as const

function actionsAndNotes(actions: number, notes: number): string {
  const parts = [
    ...(actions > 0 ? [count(actions, 'action', 'actions')] : []),
    ...(notes > 0 ? [count(notes, 'note', 'notes')] : []),
  ]
  return parts.join(' and ')
}
