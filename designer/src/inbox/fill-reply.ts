/** What a saved reply can say, by the names of its variables. */
export type ReplyValues = Readonly<Record<string, string>>

const HOLE = /\{\{\s*([\w.]{1,80})\s*\}\}/g

/** The text with its variables filled in. Those that are empty or not known stay as they are, to be filled by hand. */
export function fillReply(text: string, values: ReplyValues): string {
  return text.replaceAll(HOLE, (hole, name: string) => {
    const value = values[name] ?? ''
    return value === '' ? hole : value
  })
}

/** What is still to be filled in, in the order of the text. */
export function holesIn(text: string): readonly { readonly hole: string; readonly start: number }[] {
  return [...text.matchAll(HOLE)].map(({ 0: hole, index }) => ({ hole, start: index }))
}
