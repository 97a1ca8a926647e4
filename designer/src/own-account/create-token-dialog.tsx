import { Button, Modal, Select, TextInput } from '@mantine/core'
import { DAY_MS } from '@patchbay/shared/time'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { createOwnToken } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useSubmit } from '../api/use-submit.ts'
import { serverNow } from '../ui/clock.ts'
import { CopiedValue } from '../ui/copied-value.tsx'
import { DialogFoot } from '../ui/dialog-foot.tsx'
import { FormFoot } from '../ui/form-foot.tsx'
import { Note } from '../ui/note.tsx'
import { tokenTexts as texts } from '../ui/texts/tokens.ts'
import classes from './own-account.module.css'

const expiries = Object.entries(texts.expiries).map(([value, label]) => ({ value, label }))

interface CreateTokenDialogProps {
  readonly opened: boolean
  readonly onClose: () => void
}

/** Makes a token of the person and shows it this once. */
export function CreateTokenDialog({ opened, onClose }: CreateTokenDialogProps) {
  const [token, setToken] = useState<string | null>(null)
  const close = () => {
    onClose()
    setToken(null)
  }
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={token === null ? texts.dialogTitle : texts.createdTitle}
      size={440}
      // A token that is shown once must not vanish with a stray click.
      closeOnClickOutside={token === null}
    >
      {token === null ? <CreateForm onClose={close} onCreated={setToken} /> : <Created token={token} onClose={close} />}
    </Modal>
  )
}

interface CreateFormProps {
  readonly onClose: () => void
  readonly onCreated: (token: string) => void
}

function CreateForm({ onClose, onCreated }: CreateFormProps) {
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [expiry, setExpiry] = useState('365')
  const submit = useSubmit(async () => {
    const named = name.trim() === '' ? {} : { name: name.trim() }
    const created = await createOwnToken({ ...named, ...expiresAt(expiry) })
    await client.invalidateQueries({ queryKey: keys.tokens })
    onCreated(created.token)
  })
  return (
    <form className={classes.form} onSubmit={submit.onSubmit} noValidate>
      <TextInput
        label={texts.name}
        description={texts.nameHelp}
        maxLength={120}
        data-autofocus
        value={name}
        error={submit.message ?? false}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select label={texts.expires} data={expiries} value={expiry} onChange={(value) => setExpiry(value ?? 'never')} />
      <FormFoot label={texts.create} isBusy={submit.isBusy} onClose={onClose} />
    </form>
  )
}

function expiresAt(days: string): { expiresAt?: string } {
  if (days === 'never') return {}
  return { expiresAt: new Date(serverNow() + Number(days) * DAY_MS).toISOString() }
}

function Created({ token, onClose }: { readonly token: string; readonly onClose: () => void }) {
  return (
    <div className={classes.form}>
      <Note tone="warn">{texts.createdHelp}</Note>
      <CopiedValue value={token} label={texts.copy} />
      <DialogFoot>
        <Button variant="filled" onClick={onClose}>
          {texts.done}
        </Button>
      </DialogFoot>
    </div>
  )
}
