import { type RefObject, useEffect } from 'react'

/**
 * Ends a drag whose end the page never heard of: the button was let go in another window. React Flow would go on with
 * the bare pointer until the next click, whatever it carried, a block, the view, a wire or a rubber band. The first
 * move without a button ends it where it was last seen.
 */
export function useLostRelease(canvas: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const { current } = canvas
    if (!current) return
    let last: PointerEvent | null = null
    let pressed: EventTarget | null = null
    const press = (event: PointerEvent) => {
      if (event.pointerType !== 'mouse') return
      pressed = event.target
      last = event
    }
    const move = (event: PointerEvent) => {
      if (pressed === null || last === null || event.pointerType !== 'mouse') return
      if (event.buttons !== 0) {
        last = event
        return
      }
      const [target, at] = [pressed, last]
      pressed = null
      release(target, at)
    }
    const forget = () => {
      pressed = null
    }
    current.addEventListener('pointerdown', press, { capture: true })
    // On the way down, before those who would take the move for a part of the drag.
    window.addEventListener('pointermove', move, { capture: true })
    window.addEventListener('pointerup', forget, { capture: true })
    return () => {
      current.removeEventListener('pointerdown', press, { capture: true })
      window.removeEventListener('pointermove', move, { capture: true })
      window.removeEventListener('pointerup', forget, { capture: true })
    }
  }, [canvas])
}

function release(pressed: EventTarget, { clientX, clientY, pointerId, pointerType, button }: PointerEvent): void {
  // What was pressed may be gone from the page; those who wait for the end listen further up.
  const target = pressed instanceof Node && pressed.isConnected ? pressed : document.body
  const init = { bubbles: true, cancelable: true, view: window, clientX, clientY, button: Math.max(0, button) }
  target.dispatchEvent(new PointerEvent('pointerup', { ...init, pointerId, pointerType, isPrimary: true }))
  target.dispatchEvent(new MouseEvent('mouseup', init))
}
