import { count } from '../formats.ts'

/** Pictures and other files of messages. */
export const fileTexts = {
  files: 'Pictures and files',
  open: (name: string) => `Open ${name}`,
  kinds: { image: 'Picture', video: 'Video', audio: 'Sound', pdf: 'PDF', other: 'File' },
  fetching: 'Being fetched…',
  gone: 'It is not kept any more.',
  facts: (kind: string, size: string) => `${kind}, ${size}`,
  attach: 'Add picture or file',
  attached: 'Goes with the next message',
  uploading: 'Storing the file',
  notAttached: (name: string) => `${name} was not added`,
  tooManyFiles: (most: number, left: number) => ({
    title: `A message takes ${count(most, 'file', 'files')} at most`,
    message: `${count(left, 'file was', 'files were')} not added.`,
  }),
  leaveOut: (name: string) => `Leave out ${name}`,
} as const
