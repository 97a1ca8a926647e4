import { count } from '../formats.ts'

export const csvTexts = {
  wrong: (lines: number) =>
    `${count(lines, 'line is', 'lines are')} wrong. Nothing is imported until the file is right.`,
  leftOut: (lines: number) => `${count(lines, 'line is', 'lines are')} wrong and left out. The others are imported.`,
  line: (line: number) => `Line ${line}`,
  more: (lines: number) => `and ${count(lines, 'more line', 'more lines')}`,
} as const
