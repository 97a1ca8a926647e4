import type { ContactField } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { type KeyboardEvent, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { call } from '../api/client.ts'
import { belongsToIme } from '../ui/belongs-to-ime.ts'
import { contactTexts as texts } from '../ui/texts/contacts.ts'
import { messageOf } from '../ui/toasts.tsx'
import { readContactsAgain } from './contact-queries.ts'
import classes from './contacts.module.css'

interface FieldValueProps {
  readonly contactId: string
  readonly field: Pick<ContactField, 'key' | 'label' | 'kind'>
  /** As people write it. */
  readonly text: string
}

/** A field of a contact that a click or Enter makes editable. Enter and leaving it save; Esc takes back. */
export function FieldValue(props: FieldValueProps) {
  const { field, text } = props
  const [isEditing, setEditing] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const stop = (withFocus: boolean) => {
    if (!withFocus) return setEditing(false)
    // Drawn again at once, so that no key that follows is lost.
    flushSync(() => setEditing(false))
    button.current?.focus()
  }
  if (isEditing) return <Editing {...props} onDone={stop} />
  return (
    <button
      ref={button}
      type="button"
      className={classes.value}
      aria-label={texts.editField(field.label, text)}
      data-empty={text === '' || undefined}
      title={text}
      dir="auto"
      onClick={() => setEditing(true)}
    >
      {text === '' ? texts.empty : text}
    </button>
  )
}

/** @param onDone with whether the value gets the focus back */
function Editing({ contactId, field, text, onDone }: FieldValueProps & { onDone: (withFocus: boolean) => void }) {
  const client = useQueryClient()
  const [value, setValue] = useState(text)
  const [problem, setProblem] = useState<string | null>(null)
  const isSaving = useRef(false)
  const save = async (withFocus: boolean) => {
    if (isSaving.current) return
    if (value === text) return onDone(withFocus)
    isSaving.current = true
    try {
      await call('PATCH /api/contacts/:id', { params: { id: contactId }, body: { fields: { [field.key]: value } } })
      await readContactsAgain(client)
      onDone(withFocus)
    } catch (thrown) {
      setProblem(messageOf(thrown))
      isSaving.current = false
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (belongsToIme(event)) return
    if (event.key === 'Escape') {
      isSaving.current = true
      event.stopPropagation()
      onDone(true)
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      void save(true)
    }
  }
  const problemId = `problem-${contactId}-${field.key}`
  const common = {
    className: classes.input,
    'aria-label': texts.editingField(field.label),
    'aria-invalid': problem !== null,
    'aria-describedby': problem === null ? undefined : problemId,
    // It was opened to be typed in.
    autoFocus: true,
    value,
    onKeyDown,
    onBlur: () => void save(false),
  }
  return (
    <div className={classes.editing}>
      {field.kind === 'boolean' ? (
        <select {...common} onChange={(event) => setValue(event.currentTarget.value)}>
          <option value="">{texts.empty}</option>
          <option value={texts.yes}>{texts.yes}</option>
          <option value={texts.no}>{texts.no}</option>
        </select>
      ) : (
        <input
          {...common}
          type="text"
          autoComplete="off"
          dir="auto"
          maxLength={2_000}
          inputMode={field.kind === 'number' ? 'decimal' : 'text'}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
      )}
      {problem !== null && (
        <p id={problemId} role="alert" className={classes.problem}>
          {problem}
        </p>
      )}
    </div>
  )
}
