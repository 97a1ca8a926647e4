/** Pictures and other files of messages. */
export const fileTexts = {
  files: 'Files',
  open: (name: string) => `Open ${name}`,
  kinds: { image: 'Picture', video: 'Video', audio: 'Sound', pdf: 'PDF', other: 'File' },
  fetching: 'Being fetched…',
  gone: 'It is not kept any more.',
  facts: (kind: string, size: string) => `${kind}, ${size}`,
} as const
