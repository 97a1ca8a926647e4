import { useSyncExternalStore } from 'react'

const KEY = 'patchbay.show-codes'
const listeners = new Set<() => void>()
let areShown: boolean | undefined

function codesShown(): boolean {
  areShown ??= read()
  return areShown
}

export function showCodes(shown: boolean): void {
  areShown = shown
  try {
    window.localStorage.setItem(KEY, shown ? 'on' : 'off')
  } catch {
    // It holds until the page is left where the browser keeps nothing.
  }
  for (const listener of listeners) listener()
}

/** Whether variables are shown by their codes, such as `$ANI`, instead of by words. Off at first, remembered by this browser. */
export function useShownCodes(): boolean {
  return useSyncExternalStore(subscribe, codesShown)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function read(): boolean {
  try {
    return window.localStorage.getItem(KEY) === 'on'
  } catch {
    return false
  }
}
