import { Button, PasswordInput } from '@mantine/core'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { resetPassword } from '../api/commands.ts'
import { useSubmit } from '../api/use-submit.ts'
import { Note } from '../ui/note.tsx'
import { passwordTexts as texts } from '../ui/texts/passwords.ts'
import { signInTexts } from '../ui/texts/sign-in.ts'
import { toasts } from '../ui/toasts.tsx'
import classes from './gate.module.css'
import { Gate } from './gate.tsx'

/** Where the link of an administrator leads. Its secret stands behind the #, which no server gets to see. */
export function NewPasswordPage() {
  const [token] = useState(() => window.location.hash.slice(1))
  return (
    <Gate title={texts.choose} subtitle={texts.chooseHelp}>
      {token === '' ? <Note tone="bad">{texts.noLink}</Note> : <NewPasswordForm token={token} />}
    </Gate>
  )
}

function NewPasswordForm({ token }: { readonly token: string }) {
  const [, navigate] = useLocation()
  const [password, setPassword] = useState('')
  const submit = useSubmit(async () => {
    if (password.length < 10) throw new Error(texts.short)
    await resetPassword({ token, password })
    toasts.success({ title: texts.chosen, message: texts.chosenHelp })
    navigate('/sign-in', { replace: true })
  })
  const isShort = submit.message === texts.short
  return (
    <form className={classes.form} onSubmit={submit.onSubmit} noValidate>
      {submit.message !== null && !isShort && <Note tone="bad">{submit.message}</Note>}
      <PasswordInput
        label={texts.newPassword}
        required
        autoFocus
        maxLength={128}
        value={password}
        error={isShort ? texts.short : false}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': signInTexts.show }}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Button variant="filled" type="submit" loading={submit.isBusy}>
        {texts.save}
      </Button>
    </form>
  )
}
