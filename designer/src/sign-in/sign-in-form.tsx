import { Button, PasswordInput, TextInput } from '@mantine/core'
import type { SessionResource } from '@patchbay/shared/api'
import { useState } from 'react'
import { signIn } from '../api/commands.ts'
import { useSubmit } from '../api/use-submit.ts'
import { Note } from '../ui/note.tsx'
import { signInTexts } from '../ui/texts/sign-in.ts'
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
  const submit = useSubmit(async () => {
    await onSignedIn(await signIn({ email: email.trim(), password }))
  })
  return (
    <form className={classes.form} onSubmit={submit.onSubmit}>
      {submit.message !== null && <Note tone="bad">{submit.message}</Note>}
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
      <Button variant="filled" type="submit" loading={submit.isBusy}>
        {signInTexts.signIn}
      </Button>
    </form>
  )
}
