import { count, number, plural } from '../formats.ts'

/** Characters that nobody can see, by name. */
const names: Readonly<Record<string, string>> = {
  '\u00a0': 'no-break space',
  '\u202f': 'narrow no-break space',
  '\u2009': 'thin space',
  '\u3000': 'wide space',
  '\u200b': 'invisible space',
  '\u200c': 'invisible joint',
  '\u2060': 'invisible joint',
  '\ufeff': 'invisible mark',
  '\u00ad': 'soft hyphen',
  '\t': 'tab',
}

export const segmentTexts = {
  count: (segments: number) => count(segments, 'segment', 'segments'),
  encoding: (isUnicode: boolean) => (isUnicode ? ' in Unicode' : ''),
  left: (left: number, room: number) => `${number(left)} of ${number(room)} characters left`,
  short: (segments: number, left: number) => `${count(segments, 'segment', 'segments')}, ${left} left`,
  character: (culprit: string) => names[culprit] ?? culprit,
  characters: (culprits: number) => `${plural(culprits, 'The character', 'The characters')} `,
  more: (culprits: number) => `and ${culprits} more `,
  makeUnicode: (culprits: number, isWritten: boolean) =>
    `${isWritten ? '' : 'in a value '}${plural(culprits, 'makes', 'make')} it Unicode`,
  /** Of a replacement: `same` is what stands for the one character there is, null for several. */
  becomes: (same: string | null) => `${same === null || same === '' ? 'Without' : `With ${spelled(same)}`} it is `,
  replace(same: string | null): string {
    if (same === null) return 'Use plain ones'
    return same === '' ? 'Leave it out' : `Use ${spelled(same)}`
  },
  smallSegments: (size: number) => `, and a segment holds ${count(size, 'character', 'characters')}.`,
  costly: 'Makes the text Unicode, in which a segment holds less than half',
  counted: (characters: number, from: 'last' | 'samples') =>
    `Counted with ${from === 'last' ? 'the last values' : 'sample values'}: ${count(characters, 'character', 'characters')}.`,
  alone: (characters: number) => ` alone has ${number(characters)}.`,
  noValue: (many: number) => ` ${plural(many, 'has no value', 'have no values')} yet.`,
} as const

function spelled(same: string): string {
  return same === ' ' ? 'a plain space' : same
}
