/** More words of one contact are not found. */
const MOST_WORDS = 1_000
const LONGEST = 100

/** The words by which these texts are found: each as it stands, and its parts between signs. */
export function contactWords(texts: Iterable<string>): readonly string[] {
  const words = new Set<string>()
  for (const text of texts) {
    for (const token of tokensOf(text)) {
      for (const word of [token, ...token.split(SIGNS), ...endingsOf(token)]) {
        if (word !== '' && words.size < MOST_WORDS) words.add(word)
      }
    }
  }
  return [...words]
}

/**
 * What people wrote into a search box, as a `tsquery`: every word has to be there, at least its beginning. A number is
 * found however it is written. Undefined when there is nothing to search for.
 */
export function contactQuery(text: string): string | undefined {
  const digits = text.replaceAll(/\D/g, '')
  const tokens = NUMBER.test(text) && digits.length >= 3 ? [digits] : tokensOf(text)
  // In quotes the text is taken as it is, whatever signs are in it.
  const terms = tokens.map((token) => `'${token.replaceAll(/['\\]/g, '$&$&')}':*`)
  return terms.length === 0 ? undefined : terms.join(' & ')
}

const NUMBER = /^[\s\d+().\-/]+$/
const SIGNS = /[^\p{L}\p{N}]+/u
const MARKS = /\p{M}/gu
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u

/** Without regard to case, accents and kinds of letters. */
function tokensOf(text: string): string[] {
  return text
    .slice(0, 2_000)
    .normalize('NFKD')
    .replaceAll(MARKS, '')
    .replaceAll('\0', '')
    .toUpperCase()
    .toLowerCase()
    .split(/\s+/)
    .map((token) => token.slice(0, LONGEST))
    .filter((token) => token !== '')
}

/** Where words stand without spaces, each may begin anywhere; numbers are found by three digits. */
function endingsOf(token: string): string[] {
  const digits = token.replaceAll(/\D/g, '')
  if (NUMBER.test(token)) return endings(digits.slice(0, 30), 3)
  return UNSPACED.test(token) ? endings(token.slice(0, 40), 1) : []
}

function endings(text: string, shortest: number): string[] {
  const letters = [...text]
  const found: string[] = []
  for (let start = 0; letters.length - start >= shortest; start += 1) found.push(letters.slice(start).join(''))
  return found
}
