import type { ContactField, ContactResource } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api/client.ts'
import { useSubmit } from '../api/use-submit.ts'
import { openDialog } from '../ui/dialogs.tsx'
import { FormFoot } from '../ui/form-foot.tsx'
import { Note } from '../ui/note.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { mergeTexts as texts } from '../ui/texts/contacts.ts'
import { toasts } from '../ui/toasts.tsx'
import { contactInitials, contactName, contactSubline, valueText } from './contact-name.ts'
import { readContactsAgain, useContactFields, useContacts } from './contact-queries.ts'
import classes from './contacts.module.css'

/** Finds another contact, asks which of two values stays, and makes the two one. */
export function openMerge(contact: ContactResource): void {
  openDialog({
    title: texts.title(contactName(contact)),
    size: 520,
    content: (close) => <Merge contact={contact} onClose={close} />,
  })
}

interface MergeProps {
  readonly contact: ContactResource
  readonly onClose: () => void
}

function Merge({ contact, onClose }: MergeProps) {
  const [other, setOther] = useState<ContactResource | null>(null)
  if (other === null) return <Find contact={contact} onPick={setOther} />
  return <Choose contact={contact} other={other} onClose={onClose} />
}

function Find({
  contact,
  onPick,
}: {
  readonly contact: ContactResource
  readonly onPick: (o: ContactResource) => void
}) {
  const [search, setSearch] = useState('')
  const query = useContacts({ search, channel: '', consent: '', language: '', since: '' })
  const found = (query.data?.pages[0]?.items ?? []).filter(({ id }) => id !== contact.id).slice(0, 8)
  return (
    <div className={classes.form}>
      <SearchField label={texts.find} value={search} onChange={setSearch} />
      {found.length === 0 && query.data !== undefined && <p className="sub">{texts.nobody}</p>}
      <ul className={classes.picks}>
        {found.map((other) => (
          <li key={other.id}>
            <button type="button" className={classes.who} onClick={() => onPick(other)}>
              <span className={classes.avatar} aria-hidden="true">
                {contactInitials(other)}
              </span>
              <span className={classes.names}>
                <b className="trunc" dir="auto">
                  {contactName(other)}
                </b>
                <span className="sub trunc" dir="auto">
                  {contactSubline(other)}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Choose({ contact, other, onClose }: MergeProps & { readonly other: ContactResource }) {
  const client = useQueryClient()
  const fields = useContactFields().data ?? []
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set())
  const different = fields.filter(({ key }) => {
    const [here, there] = [contact.fields[key], other.fields[key]]
    return here !== undefined && there !== undefined && here !== there
  })
  const submit = useSubmit(async () => {
    const body = { from: other.id, take: [...taken] }
    const merged = await call('POST /api/contacts/:id/merge', { params: { id: contact.id }, body })
    await readContactsAgain(client)
    toasts.success({ title: texts.done, message: texts.doneText(contactName(merged)) })
    onClose()
  })
  const take = (key: string, isTaken: boolean) =>
    setTaken((now) => new Set(isTaken ? [...now, key] : [...now].filter((known) => known !== key)))
  return (
    <form className={classes.form} onSubmit={submit.onSubmit} noValidate>
      {different.length === 0 ? (
        <p>{texts.noDifference}</p>
      ) : (
        different.map((field) => (
          <Choice
            key={field.key}
            field={field}
            values={[valueText(contact.fields[field.key]), valueText(other.fields[field.key])]}
            isTaken={taken.has(field.key)}
            onTake={(isTaken) => take(field.key, isTaken)}
          />
        ))
      )}
      <p className="sub">{texts.moves}</p>
      {submit.message !== null && <Note tone="bad">{submit.message}</Note>}
      <FormFoot label={texts.confirm} isBusy={submit.isBusy} onClose={onClose} />
    </form>
  )
}

interface ChoiceProps {
  readonly field: ContactField
  /** Here, and of the other contact. */
  readonly values: readonly [string, string]
  readonly isTaken: boolean
  readonly onTake: (isTaken: boolean) => void
}

function Choice({ field, values, isTaken, onTake }: ChoiceProps) {
  return (
    <fieldset className={classes.choice}>
      <legend>{field.label}</legend>
      {values.map((text, place) => (
        <label key={place === 0 ? 'here' : 'other'}>
          <input
            type="radio"
            name={`merge-${field.key}`}
            checked={isTaken === (place === 1)}
            onChange={() => onTake(place === 1)}
          />
          <span dir="auto">{text}</span>
        </label>
      ))}
    </fieldset>
  )
}
