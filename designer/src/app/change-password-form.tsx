import { Button, PasswordInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { changePassword } from '../api/commands.ts'
import { ApiProblem } from '../api/problem.ts'
import { Note } from '../ui/note.tsx'
import { commonTexts } from '../ui/texts/common.ts'
import { passwordTexts as texts } from '../ui/texts/passwords.ts'
import { signInTexts } from '../ui/texts/sign-in.ts'
import { messageOf, toasts } from '../ui/toasts.tsx'
import classes from './change-password-form.module.css'

type Fields = 'currentPassword' | 'newPassword'

/** In a dialog. The session of this browser goes on; all others of the person end. */
export function ChangePasswordForm({ onClose }: { readonly onClose: () => void }) {
  const [values, setValues] = useState({ currentPassword: '', newPassword: '' })
  const [problem, setProblem] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setProblem(null)
    try {
      await changePassword(values)
      toasts.success({ title: texts.changed, message: texts.changedHelp })
      onClose()
    } catch (thrown) {
      setProblem(thrown)
      setBusy(false)
    }
  }
  const field = (name: Fields) => ({
    label: texts[name],
    required: true,
    value: values[name],
    error: (problem instanceof ApiProblem && problem.fieldMessage(name)) || false,
    visibilityToggleButtonProps: { 'aria-label': signInTexts.show },
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget
      setValues((now) => ({ ...now, [name]: value }))
    },
  })
  const isNamed = problem instanceof ApiProblem && problem.errors.length > 0
  return (
    <form className={classes.form} onSubmit={submit}>
      {problem !== null && !isNamed && <Note tone="bad">{messageOf(problem)}</Note>}
      <PasswordInput {...field('currentPassword')} autoComplete="current-password" data-autofocus />
      <PasswordInput
        {...field('newPassword')}
        description={texts.newHelp}
        minLength={10}
        maxLength={128}
        autoComplete="new-password"
      />
      <div className={classes.foot}>
        <Button variant="subtle" onClick={onClose}>
          {commonTexts.cancel}
        </Button>
        <Button variant="filled" type="submit" loading={isBusy}>
          {texts.change}
        </Button>
      </div>
    </form>
  )
}
