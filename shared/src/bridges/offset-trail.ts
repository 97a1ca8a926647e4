import { bridgeLimits } from './bridge-facts.ts'
import type { BridgeMark } from './members.ts'

/** Where pages have led so far. It is plain JSON of a few values, so that it can be stored and gone on with. */
export interface OffsetTrail {
  /** Undefined: the first page is next. */
  readonly offset: BridgeMark | undefined
  /** An offset from before, with which later ones are compared. */
  readonly landmark: BridgeMark | undefined
  /** Pages so far. */
  readonly pages: number
}

export const trailStart: OffsetTrail = { offset: undefined, landmark: undefined, pages: 0 }

/**
 * What comes after a page with a next offset: the trail to the next page, or why that cannot be asked for.
 *
 * Pages that go in a circle are found as Brent does: the landmark is set anew after 1, 2, 4, 8 … pages. Once it is in the
 * circle and the circle is no longer than the way to the next landmark, the offsets come back to it.
 */
export function afterOffset(
  { offset, landmark, pages: before }: OffsetTrail,
  nextOffset: BridgeMark,
  mostPages: number = bridgeLimits.pages,
): { readonly trail: OffsetTrail } | { readonly fault: string } {
  const pages = before + 1
  if (nextOffset === offset) return { fault: 'The bridge repeats a page: next_offset is the offset of this very page.' }
  if (nextOffset === landmark) return { fault: 'The bridge repeats pages: next_offset leads back to an earlier page.' }
  if (pages >= mostPages) {
    return { fault: `There is still a next_offset after ${mostPages} pages. Leave it out on the last page.` }
  }
  const isPowerOfTwo = (pages & (pages - 1)) === 0
  return { trail: { offset: nextOffset, landmark: isPowerOfTwo ? nextOffset : landmark, pages } }
}
