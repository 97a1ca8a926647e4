import { useLayoutEffect, useRef } from 'react'
import { focusPane } from '../commands/focus-pane.ts'

/** Gives the focus back to where it was before a pop-up; what is gone by then leaves it to the board. */
export function useFocusReturn(isOpen: boolean): void {
  const before = useRef<Element | null>(null)
  useLayoutEffect(() => {
    if (isOpen) {
      before.current = document.activeElement
      return
    }
    if (before.current === null) return
    const target = before.current
    before.current = null
    // After the pop-up is gone; whoever moved the focus meanwhile keeps it.
    const frame = requestAnimationFrame(() => {
      if (document.activeElement && document.activeElement !== document.body) return
      if (target instanceof HTMLElement && target.isConnected && target !== document.body) target.focus()
      if (document.activeElement === document.body) focusPane('board')
    })
    return () => cancelAnimationFrame(frame)
  }, [isOpen])
}
