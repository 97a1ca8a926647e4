import { useHotkeys } from '@mantine/hooks'
import { useLayoutEffect, useRef } from 'react'
import { isSomethingOpen } from './is-something-open.ts'

/** Keys of a page, outside of fields. While a dialog, menu or list is open above the page, all keys are its own. */
export function usePageKeys(keys: readonly (readonly [string, () => void])[]): void {
  const wasOpen = useRef(false)
  // Before any dialog listens: on Esc it closes on the way down.
  useLayoutEffect(() => {
    const look = ({ key }: KeyboardEvent) => {
      wasOpen.current = key === 'Escape' && isSomethingOpen()
    }
    window.addEventListener('keydown', look, { capture: true })
    return () => window.removeEventListener('keydown', look, { capture: true })
  }, [])
  useHotkeys(
    keys.map(([key, run]) => [
      key,
      (event) => {
        if (wasOpen.current || isSomethingOpen()) return
        event.preventDefault()
        run()
      },
      { preventDefault: false },
    ]),
  )
}
