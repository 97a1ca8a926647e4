import { countSmsSegments, gsmLookalike, inGsmSpelling } from '@patchbay/shared/nodes'

/** What makes a text Unicode, in which a segment holds less than half. */
export interface UnicodeCost {
  /** Each once, in the order of the text. */
  readonly culprits: readonly string[]
  /** All of them stand in the text as it is written, none only in the value of a variable. */
  readonly isWritten: boolean
  /** The text with other characters that look the same, and its segments then. Null where that does not help. */
  readonly plain: PlainSpelling | null
}

interface PlainSpelling {
  readonly written: string
  readonly segments: number
  /** What takes the place of the one character there is; null for several. */
  readonly same: string | null
}

/**
 * @param sent the text with the values of its variables
 * @param written the text with their names
 * @returns null where nothing makes it Unicode
 */
export function unicodeCost(sent: string, written: string): UnicodeCost | null {
  const { outsideGsm: culprits } = countSmsSegments(sent)
  if (culprits.length === 0) return null
  const isWritten = culprits.every((culprit) => written.includes(culprit))
  const after = countSmsSegments(inGsmSpelling(sent))
  if (!isWritten || after.encoding === 'UCS-2') return { culprits, isWritten, plain: null }
  const [first = '', another] = culprits
  const same = another === undefined ? (gsmLookalike(first) ?? null) : null
  return { culprits, isWritten, plain: { written: inGsmSpelling(written), segments: after.segments, same } }
}
