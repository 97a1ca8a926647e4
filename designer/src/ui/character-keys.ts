import { useSyncExternalStore } from 'react'

// Keys that type a character when nobody listens: people who speak to their computer, or whose hand slips, must be
// able to switch them off (WCAG 2.1.4).

const KEY = 'patchbay.character-keys'
const listeners = new Set<() => void>()
let areOn: boolean | undefined

/** Whether letters, digits and signs alone, or with Shift, run commands. On at first, remembered by this browser. */
export function characterKeysOn(): boolean {
  areOn ??= read()
  return areOn
}

export function setCharacterKeys(on: boolean): void {
  areOn = on
  try {
    window.localStorage.setItem(KEY, on ? 'on' : 'off')
  } catch {
    // It holds until the page is left where the browser keeps nothing.
  }
  for (const listener of listeners) listener()
}

/** As `characterKeysOn`; draws the component anew when it changes. */
export function useCharacterKeys(): boolean {
  return useSyncExternalStore(subscribe, characterKeysOn)
}

/** `O`, `shift+T`, `/` and `?`, but not `mod+S`, `Delete` or `F6`. */
export function isCharacterKey(shortcut: string): boolean {
  const parts = shortcut.split(/\+(?=.)/)
  const key = parts.at(-1) ?? ''
  return key.length === 1 && key !== ' ' && !parts.includes('mod') && !parts.includes('alt')
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function read(): boolean {
  try {
    return window.localStorage.getItem(KEY) !== 'off'
  } catch {
    return true
  }
}
