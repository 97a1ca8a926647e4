import { useEffect, useRef } from 'react'
import { guardHistory } from '../ui/history-guard.ts'
import { workingCopyTexts } from '../ui/texts/working-copy.ts'

/**
 * Asks before a reload, a closed tab, a link, or Back and Forward lose something. Unsaved changes are kept and found
 * again, so that is only the case for a secret that is typed, and where the browser stores nothing.
 */
export function useLeaveGuard(isSafe: () => boolean): void {
  const latest = useRef(isSafe)
  useEffect(() => {
    latest.current = isSafe
  })
  useEffect(() => {
    const beforeUnload = (event: BeforeUnloadEvent) => {
      if (!latest.current()) event.preventDefault()
    }
    const beforeLink = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a[href]') : null
      if (!link || event.ctrlKey || event.metaKey || link.getAttribute('target') === '_blank') return
      if (latest.current() || window.confirm(workingCopyTexts.leave)) return
      event.preventDefault()
      event.stopPropagation()
    }
    const stopGuarding = guardHistory(() => latest.current() || window.confirm(workingCopyTexts.leave))
    window.addEventListener('beforeunload', beforeUnload)
    // Before React's own listeners, which would navigate.
    document.addEventListener('click', beforeLink, { capture: true })
    return () => {
      stopGuarding()
      window.removeEventListener('beforeunload', beforeUnload)
      document.removeEventListener('click', beforeLink, { capture: true })
    }
  }, [])
}
