import type { BodyFault } from './fault.ts'

/** The first thing in a form body that its author hardly meant; null when there is none. What is sent stays as typed. */
export function checkForm(text: string): BodyFault | null {
  const lineBreak = text.trimEnd().search(/[\r\n]/)
  if (lineBreak !== -1) {
    const message =
      'a form is one line, and a line break becomes part of a value. Join the lines, or write %0A for one.'
    return { offset: lineBreak, message }
  }
  const percent = text.search(/%(?![0-9A-Fa-f]{2})/)
  if (percent !== -1) return { offset: percent, message: 'write %25 for the sign %.' }
  const pair = /(?:^|&)(?=[^=&]*[ ])[^=&]*(?=&|$)/.exec(text)
  if (pair !== null && text.includes('&')) {
    return { offset: pair.index, message: `"${pair[0].trim()}" is no name=value. Write %26 for the sign &.` }
  }
  return null
}
