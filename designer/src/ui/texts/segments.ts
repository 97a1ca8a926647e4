import { count } from '../formats.ts'

/** Characters that nobody can see, by name. */
const unseen: Readonly<Record<string, string>> = {
  '\u00a0': 'A no-break space',
  '\u202f': 'A narrow no-break space',
  '\u200b': 'An invisible space',
  '\u00ad': 'A soft hyphen',
  '\t': 'A tab',
}

export const segmentTexts = {
  count: (segments: number, left: number) => `${count(segments, 'segment', 'segments')}, ${left} left`,
  unicode: (culprit: string, isWritten: boolean) =>
    `${unseen[culprit] ?? culprit} ${isWritten ? '' : 'in a value '}makes it Unicode`,
  replace(same: string): string {
    if (same === '') return 'Leave it out'
    return same === ' ' ? 'Use a plain space' : `Use ${same}`
  },
} as const
