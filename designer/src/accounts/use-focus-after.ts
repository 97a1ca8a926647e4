import { type RefObject, useLayoutEffect, useRef } from 'react'

/** What is operated in a row, as its `data-control`. */
export type RowControl = 'user' | 'ignore'

/** A change of a row that is on its way. */
export interface Sending {
  readonly id: string
  readonly control: RowControl
}

interface FocusOptions {
  /** Null again once the list is drawn anew. */
  readonly sending: Sending | null
  readonly list: RefObject<HTMLElement | null>
  /** Of the rows, in order. */
  readonly ids: readonly string[]
  /** Gets the focus when no row is left. */
  readonly heading: RefObject<HTMLElement | null>
}

/**
 * After a change the focus is at the control that was operated. When its row has left the list, it is at the control of
 * the row that is now in its place. Whoever has moved on meanwhile keeps the focus.
 */
export function useFocusAfter({ sending, list, ids, heading }: FocusOptions): void {
  const held = useRef<(Sending & { readonly index: number }) | null>(null)
  useLayoutEffect(() => {
    if (sending !== null) {
      held.current = held.current?.id === sending.id ? held.current : { ...sending, index: ids.indexOf(sending.id) }
      return
    }
    if (held.current === null) return
    const { control, index } = held.current
    const place = placeAfter(ids, held.current.id, index)
    held.current = null
    if (document.activeElement !== null && document.activeElement !== document.body) return
    const row = place === undefined ? undefined : list.current?.children[place]
    const next = row?.querySelector<HTMLElement>(`[data-control="${control}"]`) ?? row?.querySelector('input, button')
    if (next instanceof HTMLElement) next.focus()
    else heading.current?.focus()
  }, [sending, ids, list, heading])
}

/** Which row has the focus after one was at `index`; undefined when none is left. */
function placeAfter(ids: readonly string[], id: string, index: number): number | undefined {
  const same = ids.indexOf(id)
  if (same >= 0) return same
  return ids.length === 0 ? undefined : Math.min(Math.max(index, 0), ids.length - 1)
}
