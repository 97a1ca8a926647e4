import { insteadTexts } from './texts/instead.ts'

/** What to use in place of something that was looked for and is not there; null where nobody knows. */
export function insteadOf(search: string): string | null {
  const typed = search.trim().toLowerCase()
  if (typed.length < 3) return null
  const isMeant = (word: string) => word.startsWith(typed) || ` ${typed}`.includes(` ${word}`)
  const meant = insteadTexts.find(({ words }) => words.some(isMeant))
  return meant?.use ?? null
}
