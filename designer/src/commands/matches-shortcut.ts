interface Keys {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
  readonly code?: string
}

/** Whether a key press is `shortcut`, such as `mod+shift+D`; `mod` is Ctrl, or Command on a Mac. */
export function matchesShortcut(shortcut: string, event: Keys): boolean {
  const parts = shortcut.split(/\+(?=.)/)
  const key = (parts.at(-1) ?? '').toLowerCase()
  const wantsMod = parts.includes('mod')
  const wantsShift = parts.includes('shift')
  if ((event.ctrlKey || event.metaKey) !== wantsMod || event.altKey !== parts.includes('alt')) return false
  // Shift changes what a digit key types, so digits are compared by their place on the keyboard.
  if (/^\d$/.test(key)) return event.shiftKey === wantsShift && event.code === `Digit${key}`
  // Signs such as `?` and `+` need Shift on some keyboards and not on others.
  const isSign = /^[^a-z]$/.test(key)
  if (!isSign && event.shiftKey !== wantsShift) return false
  return event.key.toLowerCase() === key
}
