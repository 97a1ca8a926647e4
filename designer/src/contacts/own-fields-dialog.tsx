import { ActionIcon, Button, Select, TextInput } from '@mantine/core'
import { type ContactFieldKind, contactFieldKinds } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api/client.ts'
import { confirm } from '../ui/confirm.tsx'
import { openDialog } from '../ui/dialogs.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconTrash } from '../ui/icons.ts'
import { ownFieldTexts as texts } from '../ui/texts/contacts.ts'
import { messageOf, toasts } from '../ui/toasts.tsx'
import { readContactsAgain, useContactFields } from './contact-queries.ts'
import classes from './contacts.module.css'

/** The fields that an administrator has added to all contacts. */
export function openOwnFields(): void {
  openDialog({ title: texts.title, size: 480, content: () => <OwnFields /> })
}

function OwnFields() {
  const client = useQueryClient()
  const own = (useContactFields().data ?? []).filter(({ isOwn }) => isOwn)
  return (
    <div className={classes.form}>
      <p className="sub">{texts.help}</p>
      {own.length === 0 && <p>{texts.none}</p>}
      <ul className={classes.ownFields}>
        {own.map(({ key, label, kind }) => (
          <li key={key}>
            <b className="trunc">{label}</b>
            <code className="trunc">{key}</code>
            <span className="sub">{texts.kinds[kind]}</span>
            <ActionIcon
              aria-label={texts.remove(label)}
              onClick={() =>
                confirm({
                  title: texts.removeTitle(label),
                  body: texts.removeText,
                  keepLabel: texts.keep,
                  confirmLabel: texts.remove(label),
                  onConfirm: async () => {
                    await call('DELETE /api/contact-fields/:key', { params: { key } })
                    await readContactsAgain(client)
                    toasts.success({ title: texts.removed })
                  },
                })
              }
            >
              <Icon of={IconTrash} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <AddField />
    </div>
  )
}

function AddField() {
  const client = useQueryClient()
  const [label, setLabel] = useState('')
  const [kind, setKind] = useState<ContactFieldKind>('text')
  const [problem, setProblem] = useState<string | null>(null)
  const add = async () => {
    if (label.trim() === '') return setProblem(texts.labelMissing)
    try {
      await call('POST /api/contact-fields', { body: { label: label.trim(), kind } })
      await readContactsAgain(client)
      setLabel('')
      setProblem(null)
    } catch (thrown) {
      setProblem(messageOf(thrown))
    }
  }
  return (
    <form
      className={classes.addField}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void add()
      }}
    >
      <TextInput
        label={texts.label}
        maxLength={60}
        value={label}
        error={problem ?? false}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <Select
        label={texts.kind}
        data={contactFieldKinds.map((value) => ({ value, label: texts.kinds[value] }))}
        value={kind}
        allowDeselect={false}
        onChange={(value) => setKind(contactFieldKinds.find((known) => known === value) ?? 'text')}
      />
      <Button type="submit">{texts.add}</Button>
    </form>
  )
}
