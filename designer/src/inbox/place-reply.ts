import { holesIn } from './fill-reply.ts'
import type { Draft } from './use-draft.ts'

interface ReplyToPlace {
  /** The draft in which the saved reply was chosen. */
  readonly start: Draft
  /** What stands in it around the place of the reply: before it, and behind what asked for it. */
  readonly place: { readonly before: string; readonly after: string }
  /** The draft of now: the values of the reply took their time. */
  readonly now: Draft
  readonly caret: number
  readonly filled: string
}

interface PlacedReply {
  readonly text: string
  readonly selection: { readonly start: number; readonly end: number }
}

/** The text with a saved reply in it, and everything that was typed meanwhile. Undefined once the draft was sent. */
export function placeReply({ start, place, now, caret, filled }: ReplyToPlace): PlacedReply | undefined {
  if (now.key !== start.key) return undefined
  const { before, after } = place
  if (now.mode === start.mode && now.text === start.text) {
    const [hole] = holesIn(filled)
    const from = before.length + (hole?.start ?? filled.length)
    return { text: `${before}${filled}${after}`, selection: { start: from, end: from + (hole?.hole.length ?? 0) } }
  }
  const upToSign = start.text.slice(0, start.text.length - after.length)
  if (now.mode === start.mode && now.text.startsWith(upToSign)) {
    const behind = now.text.slice(upToSign.length)
    // One goes on typing behind it, and not in its hole.
    const at = before.length + filled.length + Math.max(0, caret - upToSign.length)
    return { text: `${before}${filled}${behind}`, selection: { start: at, end: at } }
  }
  const at = caret + filled.length
  return { text: `${now.text.slice(0, caret)}${filled}${now.text.slice(caret)}`, selection: { start: at, end: at } }
}
