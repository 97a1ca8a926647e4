import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Redirect, useLocation, useSearchParams } from 'wouter'
import { signIn } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { queries } from '../api/queries.ts'
import { Note } from '../ui/note.tsx'
import { signInTexts } from '../ui/texts/sign-in.ts'
import { messageOf } from '../ui/toasts.tsx'
import classes from './gate.module.css'
import { Gate } from './gate.tsx'
import { safeTarget } from './safe-target.ts'

export function SignInPage() {
  const setup = useQuery(queries.setup())
  if (setup.data?.needsAdministrator === true) return <Redirect to="/setup" />
  return (
    <Gate title={signInTexts.title} subtitle={signInTexts.subtitle}>
      <SignInForm />
      <p className={classes.foot}>{signInTexts.forgotten}</p>
    </Gate>
  )
}

function SignInForm() {
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const [search] = useSearchParams()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setProblem(null)
    try {
      await signIn({ email: email.trim(), password })
      await client.resetQueries({ queryKey: keys.session })
      await client.fetchQuery(queries.session())
      navigate(safeTarget(search.get('to')), { replace: true })
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
        autoFocus
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
