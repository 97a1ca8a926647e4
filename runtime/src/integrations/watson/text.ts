/** The service takes no longer text. */
export const MOST_CHARACTERS = 2_048

/** The service takes no line breaks and tabs. */
export function onOneLine(text: string): string {
  return text.replace(/[\r\n\t]+/g, ' ')
}
