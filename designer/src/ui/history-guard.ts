interface Guard {
  readonly path: string
  readonly mayLeave: () => boolean
}

let guard: Guard | null = null
/** Where the guarded page stands in the history; null in browsers that do not say. */
let place: number | null = null
let isReturning = false

/**
 * Listens to Back and Forward before the router does, so it has to be called before the router first draws: browsers
 * call the listeners of a window in the order in which they came.
 */
export function installHistoryGuard(): void {
  window.addEventListener('popstate', (event) => {
    if (guard === null) return
    const isHere = window.location.pathname === guard.path
    // The way back to where it was: the router never heard that anything had changed.
    if (isReturning && isHere) event.stopImmediatePropagation()
    isReturning = isReturning && !isHere
    if (isHere) place = placeInHistory()
    if (isHere || guard.mayLeave()) return
    event.stopImmediatePropagation()
    isReturning = true
    const there = placeInHistory()
    // Where the browser does not say how far it went, it was most likely one step back.
    window.history.go(place === null || there === null ? 1 : place - there)
  })
}

/**
 * Back and Forward that lead away from this page ask `mayLeave` first; when it refuses, the address returns to where it
 * was and the router hears of nothing. One page at a time. Returns the function that stops it.
 */
export function guardHistory(mayLeave: () => boolean): () => void {
  const own: Guard = { path: window.location.pathname, mayLeave }
  guard = own
  place = placeInHistory()
  isReturning = false
  return () => {
    if (guard === own) guard = null
  }
}

function placeInHistory(): number | null {
  // Not in the types of every browser that is supported.
  const { navigation } = window as {
    readonly navigation?: { readonly currentEntry?: { readonly index: number } | null }
  }
  return navigation?.currentEntry?.index ?? null
}
