/**
 * A text as comparisons see it. Phones correct what people type, so these make no difference: spaces around, full-width
 * letters, curly quotes, kinds of dashes, marks without a width, and unless `ignoreCase` is false upper and lower case.
 * Takes time that grows with the length only.
 */
export function comparableText(text: string, ignoreCase: boolean): string {
  const typed = PLAIN.test(text) ? text.trim() : asTyped(text)
  return ignoreCase ? withoutCase(typed) : typed
}

function asTyped(text: string): string {
  return normalised(text)
    .replace(WITHOUT_WIDTH, '')
    .replace(SINGLE_QUOTE, "'")
    .replace(DOUBLE_QUOTE, '"')
    .replace(DASH, '-')
    .trim()
}

function withoutCase(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase()
  return (
    text
      // Through upper case, so that ß is ss and both forms of a Greek sigma are one.
      .toUpperCase()
      .toLowerCase()
      .replaceAll('ς', 'σ')
      // İ becomes an i with a second dot.
      .replaceAll('i\u0307', 'i')
  )
}

const PLAIN = /^[ -~]*$/
const WITHOUT_WIDTH = /\p{Cf}/gu
const SINGLE_QUOTE = /[‘’‚‛ʼ′`´]/g
const DOUBLE_QUOTE = /[“”„‟″«»]/g
const DASH = /[\u2010-\u2015\u2212]/g

/**
 * One form for characters that can be written in several, full-width letters and no-break spaces included. To normalise
 * a row of marks takes the square of its length, so longer ones are cut: no script has 30 marks on a letter (see
 * the Stream-Safe Text Format of Unicode).
 */
function normalised(text: string): string {
  if (!MANY_MARKS.test(text)) return text.normalize('NFKC')
  return text.replace(MARKED, (piece) => piece.normalize('NFKC'))
}

const MANY_MARKS = /\p{M}{31}/u
const MARKED = /\P{M}+\p{M}{0,30}|\p{M}{1,30}/gu
