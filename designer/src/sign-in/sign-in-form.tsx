import { Button, PasswordInput, TextInput } from '@mantine/core'
import type { SessionResource } from '@patchbay/shared/api'
import { type FormEvent, useState } from 'react'
import { signIn } from '../api/commands.ts'
import { Note } from '../ui/note.tsx'
import { signInTexts } from '../ui/texts/sign-in.ts'
import { messageOf } from '../ui/toasts.tsx'
import classes from './gate.module.css'

interface SignInFormProps {
  /** Filled in at the start; the focus is then left where it is. */
  readonly knownEmail?: string
  readonly onSignedIn: (session: SessionResource) => void | Promise<void>
}

/** E-mail and password. */
export function SignInForm({ knownEmail = '', onSignedIn }: SignInFormProps) {
  const [email, setEmail] = useState(knownEmail)
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setProblem(null)
    try {
      await onSignedIn(await signIn({ email: email.trim(), password }))
    } catch (thrown) {
      setProblem(messageOf(thrown))
      setBusy(false)
    }
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      {problem !== null && <Note tone="bad">{problem}</Note>}
      <TextInput
        label={signInTexts.email}
        type="email"
        name="email"
        autoComplete="username"
        required
        withAsterisk={false}
        autoFocus={knownEmail === ''}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        label={signInTexts.password}
        name="password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': signInTexts.show }}
      />
      <Button variant="filled" type="submit" loading={isBusy}>
        {signInTexts.signIn}
      </Button>
    </form>
  )
}
