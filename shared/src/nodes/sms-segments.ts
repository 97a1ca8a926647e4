/** How a text travels: carriers send and bill it in segments. */
export interface SmsSegments {
  /** GSM-7 where every character is in its alphabet, else UCS-2, in which a segment holds less than half. */
  readonly encoding: 'GSM-7' | 'UCS-2'
  /** Septets (GSM-7) or UTF-16 units (UCS-2) that the text takes. */
  readonly units: number
  readonly segments: number
  /** Units that each of the segments can hold. */
  readonly size: number
  /** Units that the last segment still holds. */
  readonly left: number
  /** The characters that make it UCS-2, each once, in the order of the text. */
  readonly outsideGsm: readonly string[]
}

/** Size of the one segment of a short text, and of each of several: the difference holds their order. */
const sizes = { 'GSM-7': { single: 160, several: 153 }, 'UCS-2': { single: 70, several: 67 } } as const

/** 3GPP TS 23.038 section 6.2.1, default alphabet. */
const gsmAlphabet = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
/** The extension table: each takes two septets. */
const gsmExtension = new Set('\f^{}\\[~]|€')

/** Counts the segments of a text; a character of two units is never divided between two of them. */
export function countSmsSegments(text: string): SmsSegments {
  const characters = [...text]
  const outsideGsm = [...new Set(characters.filter(isOutsideGsm))]
  const encoding = outsideGsm.length === 0 ? 'GSM-7' : 'UCS-2'
  const widths = characters.map((character) =>
    encoding === 'UCS-2' ? character.length : gsmExtension.has(character) ? 2 : 1,
  )
  const units = widths.reduce((sum, width) => sum + width, 0)
  const { single, several } = sizes[encoding]
  const filled = units <= single ? { segments: 1, size: single, left: single - units } : fill(widths, several)
  return { encoding, units, ...filled, outsideGsm }
}

function isOutsideGsm(character: string): boolean {
  return !gsmAlphabet.has(character) && !gsmExtension.has(character)
}

function fill(widths: readonly number[], size: number): Pick<SmsSegments, 'segments' | 'size' | 'left'> {
  let segments = 1
  let used = 0
  for (const width of widths) {
    if (used + width > size) {
      segments += 1
      used = 0
    }
    used += width
  }
  return { segments, size, left: size - used }
}
