import { holdsCommandKey, isMac } from '../ui/system-keys.ts'

interface Keys {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
  readonly code?: string
}

/**
 * Whether a key press is `shortcut`, such as `mod+shift+D`. `mod` is Ctrl, and on a Mac ⌘ alone: Ctrl edits text there.
 */
export function matchesShortcut(shortcut: string, event: Keys, onMac: boolean = isMac): boolean {
  const parts = shortcut.split(/\+(?=.)/)
  const key = (parts.at(-1) ?? '').toLowerCase()
  const wantsMod = parts.includes('mod')
  const wantsShift = parts.includes('shift')
  if (wantsMod ? !holdsOnlyCommandKey(event, onMac) : event.ctrlKey || event.metaKey) return false
  if (event.altKey !== parts.includes('alt')) return false
  // Shift changes what a digit key types, so digits are compared by their place on the keyboard.
  if (/^\d$/.test(key)) return event.shiftKey === wantsShift && event.code === `Digit${key}`
  // Signs such as `?` and `+` need Shift on some keyboards and not on others.
  const isSign = /^[^a-z]$/.test(key)
  if (!isSign && event.shiftKey !== wantsShift) return false
  return letterOf(event).toLowerCase() === key
}

function holdsOnlyCommandKey(event: Keys, onMac: boolean): boolean {
  return holdsCommandKey(event, onMac) && !holdsCommandKey(event, !onMac)
}

/** The key as typed; where a keyboard types other letters than Latin ones, the Latin letter of the same key. */
function letterOf({ key, code = '' }: Keys): string {
  const isForeignLetter = [...key].length === 1 && /\p{L}/u.test(key) && !/\p{Script=Latin}/u.test(key)
  return isForeignLetter ? (/^Key([A-Z])$/.exec(code)?.[1] ?? key) : key
}
