import { type RefObject, useEffect, useRef } from 'react'
import { useEditorStore } from '../editing/editor-context.tsx'

/**
 * Fits the flow into the board when the board changes its size, and when the bar of a run comes over it. A view that
 * somebody has moved, by hand or by a command, stays where it is while panels come and go; when the window itself
 * changes it is fitted anew. Returns how a command says that it moved the view, and that it fitted it.
 */
export function useAutoFit(canvas: RefObject<HTMLElement | null>, fit: RefObject<() => void>) {
  const store = useEditorStore()
  const isTaken = useRef(false)
  useEffect(() => {
    const element = canvas.current
    if (!element) return
    const again = () => {
      if (!isTaken.current) fit.current()
    }
    const anew = () => {
      isTaken.current = false
      again()
    }
    const take = ({ target }: Event) => {
      if (target instanceof Element && target.closest('.react-flow')) isTaken.current = true
    }
    const sizes = new ResizeObserver(again)
    sizes.observe(element)
    const stop = store.subscribe((state, before) => {
      if ((state.shownRun === null) !== (before.shownRun === null)) again()
    })
    element.addEventListener('wheel', take, { capture: true, passive: true })
    element.addEventListener('pointerdown', take, { capture: true })
    window.addEventListener('resize', anew)
    return () => {
      sizes.disconnect()
      stop()
      element.removeEventListener('wheel', take, { capture: true })
      element.removeEventListener('pointerdown', take, { capture: true })
      window.removeEventListener('resize', anew)
    }
  }, [canvas, fit, store])
  return isTaken
}
