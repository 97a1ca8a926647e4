import type { Icon } from '@tabler/icons-react'
import type { TileSubject } from '../ui/tile.tsx'

/** One line of a quick search. */
export interface PickEntry {
  readonly id: string
  /** The heading it stands under. */
  readonly group: string
  readonly title: string
  /** One line about it, under its title; its words find it, too. */
  readonly description?: string
  /** More words that find it. */
  readonly keywords?: string
  /** A command's icon, or the tile of an action. */
  readonly icon?: Icon
  readonly tile?: TileSubject
  /** Its keys as shown: `Ctrl S`. */
  readonly keys?: string
  readonly isDisabled?: boolean
  run(): void
}

export interface PickGroup {
  readonly title: string
  readonly entries: readonly PickEntry[]
}

/** How many of a group are drawn; typing finds the others. */
const MOST_UNASKED = 8
const MOST_FOUND = 30

/**
 * The entries that hold all words of `search`, grouped. Groups and entries whose title begins with the search
 * come first, then those with a word that begins with it; else the given order stays.
 */
export function findEntries(entries: readonly PickEntry[], search: string, whole: readonly string[] = []): PickGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const found = entries
    .map((entry) => ({ entry, rank: rankOf(entry, words) }))
    .filter(({ rank }) => rank !== null)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
    .map(({ entry }) => entry)
  return [...new Set(found.map(({ group }) => group))].map((title) => {
    const most = words.length > 0 ? MOST_FOUND : whole.includes(title) ? entries.length : MOST_UNASKED
    return { title, entries: found.filter(({ group }) => group === title).slice(0, most) }
  })
}

/** 0 is best; null is no match. */
function rankOf(
  { title, description = '', keywords = '', isDisabled = false }: PickEntry,
  words: readonly string[],
): number | null {
  const text = title.toLowerCase()
  const all = `${text} ${description.toLowerCase()} ${keywords.toLowerCase()}`
  if (!words.every((word) => all.includes(word))) return null
  const late = isDisabled ? 10 : 0
  const [first] = words
  if (first === undefined) return 0
  if (text.startsWith(words.join(' '))) return late
  if (text.split(/\s+/).some((part) => part.startsWith(first))) return late + 1
  return text.includes(first) ? late + 2 : late + 3
}
