import { type RefObject, useEffect } from 'react'

/**
 * While Space is held, the pointer goes through blocks and connections to the ground, which pans. Marked on the
 * element and done by its style, so that no block is drawn anew.
 */
export function useSpacePan(canvas: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const mark = (isHeld: boolean) => canvas.current?.toggleAttribute('data-space', isHeld)
    const press = (event: KeyboardEvent) => {
      if (event.code === 'Space' && !takesSpace(event.target)) mark(true)
    }
    const release = (event: KeyboardEvent) => {
      if (event.code === 'Space') mark(false)
    }
    const forget = () => mark(false)
    window.addEventListener('keydown', press)
    window.addEventListener('keyup', release)
    window.addEventListener('blur', forget)
    return () => {
      window.removeEventListener('keydown', press)
      window.removeEventListener('keyup', release)
      window.removeEventListener('blur', forget)
    }
  }, [canvas])
}

/** Fields and buttons, for which Space means something else. */
function takesSpace(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || target.closest('input, textarea, select, button, a, [role="option"]') !== null
}
