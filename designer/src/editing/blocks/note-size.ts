/** Size of a new note, and the least it can be made, in board pixels. */
export const NOTE_SIZE = { width: 200, height: 80 } as const
export const LEAST_NOTE_SIZE = { width: 120, height: 50 } as const
