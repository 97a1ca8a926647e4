import { count } from '../formats.ts'

export const csvTexts = {
  wrong: (lines: number) =>
    `${count(lines, 'line is', 'lines are')} wrong. Nothing is imported until the file is right.`,
  line: (line: number) => `Line ${line}`,
  more: (lines: number) => `and ${count(lines, 'more line', 'more lines')}`,
} as const
