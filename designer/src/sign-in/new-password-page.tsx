import { Button, PasswordInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useLocation } from 'wouter'
import { resetPassword } from '../api/commands.ts'
import { Note } from '../ui/note.tsx'
import { passwordTexts as texts } from '../ui/texts/passwords.ts'
import { signInTexts } from '../ui/texts/sign-in.ts'
import { messageOf, toasts } from '../ui/toasts.tsx'
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
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const isShort = problem === texts.short
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (password.length < 10) return setProblem(texts.short)
    setBusy(true)
    setProblem(null)
    try {
      await resetPassword({ token, password })
      toasts.success({ title: texts.chosen, message: texts.chosenHelp })
      navigate('/sign-in', { replace: true })
    } catch (thrown) {
      setProblem(messageOf(thrown))
      setBusy(false)
    }
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      {problem !== null && !isShort && <Note tone="bad">{problem}</Note>}
      <PasswordInput
        label={texts.newPassword}
        required
        autoFocus
        maxLength={128}
        value={password}
        error={isShort ? problem : false}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': signInTexts.show }}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Button variant="filled" type="submit" loading={isBusy}>
        {texts.save}
      </Button>
    </form>
  )
}
