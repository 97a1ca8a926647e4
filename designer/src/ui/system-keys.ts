/** Whether the page runs on a Mac or an iPad, whose commands go by ⌘ and whose Ctrl keys edit text. */
export const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.userAgent ?? '')

interface HeldKeys {
  readonly ctrlKey: boolean
  readonly metaKey: boolean
}

/** Whether the key of commands is held: ⌘ on a Mac, Ctrl elsewhere. */
export function holdsCommandKey({ ctrlKey, metaKey }: HeldKeys, onMac: boolean = isMac): boolean {
  return onMac ? metaKey : ctrlKey
}
