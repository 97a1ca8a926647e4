interface KeyPress {
  readonly isComposing: boolean
  readonly keyCode: number
}

/**
 * Whether the input method takes this key: Enter confirms a candidate there, arrows choose one, Esc drops it. Every
 * field that does something of its own by such a key asks here first. Safari sends the last Enter after the
 * composition has ended, and says only by the old key code 229 whose it was.
 */
export function belongsToIme(event: KeyPress | { readonly nativeEvent: KeyPress }): boolean {
  const { isComposing, keyCode } = 'nativeEvent' in event ? event.nativeEvent : event
  return isComposing || keyCode === 229
}
