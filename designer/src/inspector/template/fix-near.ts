import { listReferences, type Reference } from '@patchbay/shared/expressions'
import type { TextFix } from './editor-contract.ts'

/**
 * The repair of the unknown token at the caret, else of the nearest one. Null when nothing is suggested for any
 * token of the text.
 */
export function fixNear(
  text: string,
  caret: number,
  suggestionFor: (reference: Reference) => string | null,
): TextFix | null {
  const distance = ({ start, end }: Reference) => Math.max(start - caret, caret - end, 0)
  const nearest = [...listReferences(text)].sort((a, b) => distance(a) - distance(b))
  for (const reference of nearest) {
    const insert = suggestionFor(reference)
    if (insert !== null) return { from: reference.start, to: reference.end, insert }
  }
  return null
}
