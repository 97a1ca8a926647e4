import { TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api/client.ts'
import { useSubmit } from '../api/use-submit.ts'
import { openDialog } from '../ui/dialogs.tsx'
import { FormFoot } from '../ui/form-foot.tsx'
import { newContactTexts as texts } from '../ui/texts/contacts.ts'
import { readContactsAgain } from './contact-queries.ts'
import classes from './contacts.module.css'

/** @param onAdded called with the id of the new contact */
export function openNewContact(onAdded: (id: string) => void): void {
  openDialog({
    title: texts.title,
    size: 420,
    content: (close) => (
      <NewContact
        onClose={close}
        onAdded={(id) => {
          close()
          onAdded(id)
        }}
      />
    ),
  })
}

const inputs = [
  ['first_name', texts.firstName, undefined],
  ['last_name', texts.lastName, undefined],
  ['phone', texts.phone, texts.phoneHelp],
  ['email', texts.email, undefined],
] as const

interface NewContactProps {
  readonly onClose: () => void
  readonly onAdded: (id: string) => void
}

function NewContact({ onClose, onAdded }: NewContactProps) {
  const client = useQueryClient()
  const [fields, setFields] = useState<Readonly<Record<string, string>>>({})
  const submit = useSubmit(async () => {
    const given = Object.entries(fields).filter(([, value]) => value.trim() !== '')
    if (given.length === 0) throw new Error(texts.nothing)
    const { id } = await call('POST /api/contacts', { body: { fields: Object.fromEntries(given) } })
    await readContactsAgain(client)
    onAdded(id)
  })
  return (
    <form className={classes.form} onSubmit={submit.onSubmit} noValidate>
      {inputs.map(([key, label, help], place) => (
        <TextInput
          key={key}
          label={label}
          {...(help === undefined ? {} : { description: help })}
          {...(place === 0 ? { 'data-autofocus': true } : {})}
          maxLength={200}
          autoComplete="off"
          value={fields[key] ?? ''}
          error={submit.fieldMessage(`fields.${key}`) ?? false}
          onChange={({ currentTarget: { value } }) => setFields((now) => ({ ...now, [key]: value }))}
        />
      ))}
      {submit.message !== null && !submit.isOfFields && (
        <p className={classes.formProblem} role="alert">
          {submit.message}
        </p>
      )}
      <FormFoot label={texts.create} isBusy={submit.isBusy} onClose={onClose} />
    </form>
  )
}
