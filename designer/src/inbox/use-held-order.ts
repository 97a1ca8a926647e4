import { useState } from 'react'

interface Row {
  readonly id: string
}

export interface HeldOrder<Item extends Row> {
  readonly items: readonly Item[]
  /** Rows that have come since and wait to be shown. */
  readonly waiting: number
  hold(): void
  release(): void
}

/**
 * Keeps rows where they are while somebody points at them: what changes shows in place, what is new waits.
 * @param scope of which the rows are, such as a search: in another one nothing is held
 */
export function useHeldOrder<Item extends Row>(items: readonly Item[], scope: string): HeldOrder<Item> {
  const [last, setLast] = useState<{ readonly scope: string; readonly ids: readonly string[] } | null>(null)
  const held = last?.scope === scope ? last.ids : null
  const byId = new Map(items.map((item) => [item.id, item]))
  const shown = held === null ? items : [...held.flatMap((id) => byId.get(id) ?? []), ...beyond(items, held)]
  return {
    items: shown,
    waiting: items.length - shown.length,
    hold: () => setLast({ scope, ids: items.map(({ id }) => id) }),
    release: () => setLast(null),
  }
}

/** Rows of further pages, which stand behind all that are held. */
function beyond<Item extends Row>(items: readonly Item[], held: readonly string[]): readonly Item[] {
  const known = new Set(held)
  const last = items.findLastIndex(({ id }) => known.has(id))
  return items.slice(last + 1).filter(({ id }) => !known.has(id))
}
