import { count } from '../formats.ts'

/** Characters that nobody can see, or tell from another, by name. */
const names: Readonly<Record<string, string>> = {
  '\u00a0': 'A no-break space',
  '\u202f': 'A narrow no-break space',
  '\u200b': 'An invisible space',
  '\u00ad': 'A soft hyphen',
  '\t': 'A tab',
  '\u2018': 'The curly apostrophe',
  '\u2019': 'The curly apostrophe',
  '\u201c': 'The curly quotation mark',
  '\u201d': 'The curly quotation mark',
  '\u2013': 'The long dash',
  '\u2014': 'The long dash',
  '\u2026': 'The three dots in one',
}

export const segmentTexts = {
  count: (segments: number, left: number) => `${count(segments, 'segment', 'segments')}, ${left} left`,
  unicode: (culprit: string, isWritten: boolean) =>
    `${names[culprit] ?? culprit} ${isWritten ? '' : 'in a value '}makes it Unicode`,
  replace(same: string): string {
    if (same === '') return 'Leave it out'
    return same === ' ' ? 'Use a plain space' : `Use ${same}`
  },
} as const
