import { type KeyboardEvent, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { belongsToIme } from './belongs-to-ime.ts'
import { messageOf } from './toasts.tsx'

/** A value that is a button until it is edited. */
export function useEditInPlace() {
  const [isEditing, setEditing] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  return {
    button,
    isEditing,
    edit: () => setEditing(true),
    /** @param withFocus whether the button gets the focus back */
    stop(withFocus: boolean): void {
      if (!withFocus) {
        setEditing(false)
        return
      }
      const focused = document.activeElement
      // Drawn again at once, so that no key that follows is lost.
      flushSync(() => setEditing(false))
      // While it was saved, somebody may have gone on to type elsewhere: only a focus that went with the field comes back.
      if (focused?.isConnected !== true) button.current?.focus()
    },
  }
}

interface FieldOptions {
  readonly text: string
  /** @throws Error with a sentence for people when the value was not saved */
  readonly save: (value: string) => Promise<void>
  /** @param withFocus whether the value gets the focus back */
  readonly onDone: (withFocus: boolean) => void
}

/** The field in place of a value: Enter and leaving it save once, Esc takes back. */
export function useFieldInPlace({ text, save, onDone }: FieldOptions) {
  const [value, setValue] = useState(text)
  const [problem, setProblem] = useState<string | null>(null)
  const isSaving = useRef(false)
  async function submit(next: string, withFocus: boolean): Promise<void> {
    if (isSaving.current) return
    if (next === text) return onDone(withFocus)
    isSaving.current = true
    try {
      await save(next)
      onDone(withFocus)
    } catch (thrown) {
      setProblem(messageOf(thrown))
      isSaving.current = false
    }
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (belongsToIme(event)) return
    if (event.key === 'Escape') {
      isSaving.current = true
      event.stopPropagation()
      onDone(true)
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      void submit(value, true)
    }
  }
  return {
    /** Why it was not saved; null without a reason. */
    problem,
    setValue,
    submit,
    field: {
      'aria-invalid': problem !== null,
      // It was opened to be typed in.
      autoFocus: true,
      value,
      onKeyDown,
      onBlur: () => void submit(value, false),
    },
  }
}
