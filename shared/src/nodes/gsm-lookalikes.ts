/** Characters that word processors and phones put in, and what a reader takes for the same. */
const lookalikes: ReadonlyMap<string, string> = new Map([
  ...pairs('\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4`', "'"),
  ...pairs('\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb', '"'),
  ...pairs('\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad', '-'),
  ...pairs('\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000\t', ' '),
  ...pairs('\u2022\u00b7', '*'),
  ...pairs('\u200b\u200c\u2060\ufeff', ''),
  ['\u2026', '...'],
  ['\u2122', 'TM'],
])

/** The spelling of a character in the GSM alphabet; undefined where there is none that means the same. */
export function gsmLookalike(character: string): string | undefined {
  return lookalikes.get(character)
}

/** The text with every such character in the spelling of the GSM alphabet. */
export function inGsmSpelling(text: string): string {
  return [...text].map((character) => lookalikes.get(character) ?? character).join('')
}

function pairs(characters: string, same: string): readonly (readonly [string, string])[] {
  return [...characters].map((character) => [character, same] as const)
}
