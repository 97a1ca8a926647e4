import { PasswordInput } from '@mantine/core'
import { useState } from 'react'
import { changePassword } from '../api/commands.ts'
import { useSubmit } from '../api/use-submit.ts'
import { FormFoot } from '../ui/form-foot.tsx'
import { Note } from '../ui/note.tsx'
import { passwordTexts as texts } from '../ui/texts/passwords.ts'
import { signInTexts } from '../ui/texts/sign-in.ts'
import { toasts } from '../ui/toasts.tsx'
import classes from './change-password-form.module.css'

type Fields = 'currentPassword' | 'newPassword'

/** In a dialog. The session of this browser goes on; all others of the person end. */
export function ChangePasswordForm({ onClose }: { readonly onClose: () => void }) {
  const [values, setValues] = useState({ currentPassword: '', newPassword: '' })
  const submit = useSubmit(async () => {
    await changePassword(values)
    toasts.success({ title: texts.changed, message: texts.changedHelp })
    onClose()
  })
  const field = (name: Fields) => ({
    label: texts[name],
    required: true,
    value: values[name],
    error: submit.fieldMessage(name) ?? false,
    visibilityToggleButtonProps: { 'aria-label': signInTexts.show },
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget
      setValues((now) => ({ ...now, [name]: value }))
    },
  })
  return (
    <form className={classes.form} onSubmit={submit.onSubmit}>
      {submit.message !== null && !submit.isOfFields && <Note tone="bad">{submit.message}</Note>}
      <PasswordInput {...field('currentPassword')} autoComplete="current-password" data-autofocus />
      <PasswordInput
        {...field('newPassword')}
        description={texts.newHelp}
        minLength={10}
        maxLength={128}
        autoComplete="new-password"
      />
      <FormFoot label={texts.change} isBusy={submit.isBusy} onClose={onClose} />
    </form>
  )
}
