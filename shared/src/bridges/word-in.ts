/** The word of a list that is this one, or else differs from it in letter case alone. */
export function wordIn(words: readonly string[], word: string): string | undefined {
  if (words.includes(word)) return word
  const lower = word.toLowerCase()
  return words.find((one) => one.toLowerCase() === lower)
}
