import type { RefObject } from 'react'
import { flushSync } from 'react-dom'

type TextField = RefObject<HTMLTextAreaElement | null>

/** Changes the text of a field and selects a part of it, both at once: no key that follows goes elsewhere. */
export function writeText(field: TextField, write: () => void, start: number, end = start): void {
  flushSync(write)
  select(field, start, end)
}

/** Goes to a field and selects a part of its text. */
export function select(field: TextField, start: number, end: number): void {
  field.current?.focus()
  field.current?.setSelectionRange(start, end)
}
