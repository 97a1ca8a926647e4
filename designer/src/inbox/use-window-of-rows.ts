import { type UIEvent, useLayoutEffect, useRef, useState } from 'react'

/** Rows drawn beyond what is in sight, on each side. */
const BEYOND = 6

/**
 * Draws of a long list of rows of one height only those in sight. `onNearEnd` is called while the last rows are near.
 * Spread `box` over the element that scrolls, and give the list that stands in it `height` and each row its `top`.
 */
export function useWindowOfRows(options: {
  readonly count: number
  readonly rowHeight: number
  /** This row is brought into sight whenever it changes; -1 for none. */
  readonly current: number
  readonly onNearEnd: () => void
}) {
  const { count, rowHeight, current, onNearEnd } = options
  const box = useRef<HTMLDivElement>(null)
  const [seen, setSeen] = useState({ top: 0, height: 900 })
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    const measure = () => setSeen({ top: element.scrollTop, height: element.clientHeight })
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    measure()
    return () => observer.disconnect()
  }, [])
  useLayoutEffect(() => {
    const element = box.current
    if (element === null || current < 0) return
    const [top, bottom] = [current * rowHeight, (current + 1) * rowHeight]
    if (top < element.scrollTop) element.scrollTop = top
    else if (bottom > element.scrollTop + element.clientHeight) element.scrollTop = bottom - element.clientHeight
  }, [current, rowHeight])
  const first = Math.max(0, Math.floor(seen.top / rowHeight) - BEYOND)
  const last = Math.min(count, Math.ceil((seen.top + seen.height) / rowHeight) + BEYOND)
  const isNearEnd = count > 0 && last >= count
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each end that is reached.
  useLayoutEffect(() => {
    if (isNearEnd) onNearEnd()
  }, [isNearEnd, count])
  return {
    box: {
      ref: box,
      onScroll: ({ currentTarget }: UIEvent<HTMLDivElement>) =>
        setSeen({ top: currentTarget.scrollTop, height: currentTarget.clientHeight }),
    },
    first,
    last,
    height: count * rowHeight,
  }
}
