/** Characters of the GSM 03.38 alphabet, which take seven bits each. */
const gsmCharacters = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
/** Those that take two places there. */
const gsmExtended = new Set('^{}\\[~]|€\f')

/**
 * Segments a text is sent in. In the GSM alphabet 160 places fit into one message and 153 into each part of a
 * longer one; a single other character makes the whole text UCS-2 with 70 and 67.
 */
export function countSegments(text: string): number {
  if (text === '') return 0
  let places = 0
  for (const character of text) {
    if (gsmExtended.has(character)) places += 2
    else if (gsmCharacters.has(character)) places += 1
    else return parts(text.length, 70, 67)
  }
  return parts(places, 160, 153)
}

function parts(places: number, single: number, part: number): number {
  return places <= single ? 1 : Math.ceil(places / part)
}
