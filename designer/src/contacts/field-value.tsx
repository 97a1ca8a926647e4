import type { ContactField } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { contactTexts as texts } from '../ui/texts/contacts.ts'
import { useEditInPlace, useFieldInPlace } from '../ui/use-edit-in-place.ts'
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
  const { button, isEditing, edit, stop } = useEditInPlace()
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
      onClick={edit}
    >
      {text === '' ? texts.empty : text}
    </button>
  )
}

/** @param onDone with whether the value gets the focus back */
function Editing({ contactId, field, text, onDone }: FieldValueProps & { onDone: (withFocus: boolean) => void }) {
  const client = useQueryClient()
  const {
    problem,
    setValue,
    field: inPlace,
  } = useFieldInPlace({
    text,
    onDone,
    async save(value) {
      await call('PATCH /api/contacts/:id', { params: { id: contactId }, body: { fields: { [field.key]: value } } })
      await readContactsAgain(client)
    },
  })
  const problemId = `problem-${contactId}-${field.key}`
  const common = {
    className: classes.input,
    'aria-label': texts.editingField(field.label),
    'aria-describedby': problem === null ? undefined : problemId,
    ...inPlace,
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
