/** What is wrong with a body, at a place of its text. */
export interface BodyFault {
  readonly offset: number
  /** A sentence that goes on after `Line 3: `. */
  readonly message: string
}

export const QUOTE_SIGNS = /[‘’‚‛“”„‟″′«»`´]/

/** A character as a sentence shows it; one that cannot be seen by its number. */
export function shown(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (/[\p{L}\p{N}\p{P}\p{S}]/u.test(character)) return character
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
}
