/**
 * How many hexadecimal digits a percent escape still lacks after this text, given what it lacked before: 2 after
 * `%`, 1 after `%4`, else 0. A value there would complete an escape that nobody wrote.
 */
export function openEscape(before: number, text: string): number {
  let open = before
  for (const character of text) {
    if (character === '%') open = 2
    else open = open > 0 && HEX.test(character) ? open - 1 : 0
  }
  return open
}

export const OPEN_ESCAPE =
  'A "%" stands before this variable, so the two would be read as one sign. Write "%25" for the sign itself.'

const HEX = /^[0-9A-Fa-f]$/
