import { Modal, PasswordInput, TextInput } from '@mantine/core'
import type { CreateUser } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { createUser } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useSubmit } from '../api/use-submit.ts'
import { FormFoot } from '../ui/form-foot.tsx'
import { Note } from '../ui/note.tsx'
import { settingsTexts } from '../ui/texts/settings.ts'
import { signInTexts } from '../ui/texts/sign-in.ts'
import { toasts } from '../ui/toasts.tsx'
import { RolePicker } from './role-picker.tsx'
import classes from './settings.module.css'

const texts = settingsTexts.users

interface AddUserDialogProps {
  readonly opened: boolean
  readonly onClose: () => void
}

export function AddUserDialog({ opened, onClose }: AddUserDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={texts.dialogTitle} size={400}>
      <AddUserForm onClose={onClose} />
    </Modal>
  )
}

function AddUserForm({ onClose }: { readonly onClose: () => void }) {
  const client = useQueryClient()
  const [user, setUser] = useState<CreateUser>({ name: '', email: '', password: '', roles: ['editor'] })
  const submit = useSubmit(async () => {
    await createUser({ ...user, name: user.name.trim(), email: user.email.trim() })
    await client.invalidateQueries({ queryKey: keys.users })
    toasts.success({ title: texts.added, message: texts.addedName(user.name.trim()) })
    onClose()
  })
  const field = (name: 'name' | 'email' | 'password') => ({
    label: texts[name],
    required: true,
    value: user[name],
    error: submit.fieldMessage(name) ?? false,
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget
      setUser((now) => ({ ...now, [name]: value }))
    },
  })
  return (
    <form className={classes.form} onSubmit={submit.onSubmit}>
      {submit.message !== null && !submit.isOfFields && <Note tone="bad">{submit.message}</Note>}
      <TextInput {...field('name')} autoComplete="off" maxLength={120} data-autofocus />
      <TextInput {...field('email')} type="email" autoComplete="off" />
      <PasswordInput
        {...field('password')}
        description={texts.passwordHelp}
        minLength={10}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': signInTexts.show }}
      />
      <RolePicker
        value={user.roles}
        error={submit.fieldMessage('roles') ?? false}
        onChange={(roles) => setUser((now) => ({ ...now, roles }))}
      />
      <FormFoot label={texts.add} isBusy={submit.isBusy} onClose={onClose} />
    </form>
  )
}
