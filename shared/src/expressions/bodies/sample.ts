import type { OutlineItem } from '../outline.ts'

/** A body as it might be sent, with {@link STAND_IN} in the place of each variable. */
export interface Sample {
  readonly text: string
  /** The offset in the template of a place in the text. */
  originOf(offset: number): number
}

/** Stands for the value of a variable. From the private range, so that no text means it. */
export const STAND_IN = '\uE000'

/**
 * Bodies that sections make possible: all of them shown, or none, with what stands for their absence. A body is right when
 * one of these is.
 */
export function samplesOf(items: readonly OutlineItem[]): readonly Sample[] {
  if (!items.some(({ type }) => type === 'section')) return [sampleOf(items, () => true)]
  return [
    sampleOf(items, ({ isInverted }) => !isInverted),
    sampleOf(items, ({ isInverted }) => isInverted),
    sampleOf(items, () => true),
  ]
}

type Section = Extract<OutlineItem, { type: 'section' }>

function sampleOf(items: readonly OutlineItem[], isShown: (section: Section) => boolean): Sample {
  const parts: { readonly at: number; readonly start: number }[] = []
  let text = ''
  const add = (all: readonly OutlineItem[]) => {
    for (const item of all) {
      if (item.type === 'section') {
        if (isShown(item)) add(item.items)
        continue
      }
      parts.push({ at: text.length, start: item.start })
      text += item.type === 'text' ? item.text.replaceAll(STAND_IN, ' ') : STAND_IN
    }
  }
  add(items)
  return {
    text,
    originOf(offset) {
      const part = parts.findLast(({ at }) => at <= offset)
      return part === undefined ? offset : part.start + offset - part.at
    },
  }
}
