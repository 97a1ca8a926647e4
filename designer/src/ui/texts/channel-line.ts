/** What becomes of the buttons and files of a message on its channels. */
export const channelLineTexts = {
  on: 'On',
  buttons: {
    'as-meant': 'buttons',
    'in-part': 'buttons, and those that open an address as lines',
    'as-text': 'numbered lines',
  },
  media: {
    'as-meant': 'files',
    'in-part': 'as many files as fit, and the addresses of the others as lines',
    'as-text': 'the addresses as lines',
  },
  numbered: (lines: readonly string[]) => {
    const [first = ''] = lines
    const title = first.replace('1. ', '')
    return `“${lines.join(', ')}”, and 1 or ${title} is read as ${title}.`
  },
} as const
