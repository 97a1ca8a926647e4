import { Button, PasswordInput, Select, TextInput } from '@mantine/core'
import type { Setup } from '@patchbay/shared/api'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Redirect, useLocation } from 'wouter'
import { setUp } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { ApiProblem } from '../api/problem.ts'
import { queries } from '../api/query-options.ts'
import { ownZone } from '../ui/formats.ts'
import { LoadError } from '../ui/load-error.tsx'
import { Note } from '../ui/note.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { setupTexts, signInTexts } from '../ui/texts/sign-in.ts'
import { timeZones } from '../ui/time-zones.ts'
import { messageOf } from '../ui/toasts.tsx'
import classes from './gate.module.css'
import { Gate } from './gate.tsx'

/** Makes the first administrator, with the code that was printed at start. */
export function SetupPage() {
  const setup = useQuery(queries.setup())
  if (setup.data?.needsAdministrator === false) return <Redirect to="/sign-in" replace />
  return (
    <Gate title={setupTexts.title} subtitle={setupTexts.subtitle}>
      {setup.data ? (
        <SetupForm />
      ) : setup.error ? (
        <LoadError error={setup.error} onRetry={() => void setup.refetch()} />
      ) : (
        <SkeletonRows rows={4} height={48} />
      )}
    </Gate>
  )
}

type Fields = keyof Setup
type Values = Required<Setup>

function SetupForm() {
  const [values, setValues] = useState<Values>({ code: '', name: '', email: '', password: '', timeZone: ownZone() })
  const [errors, setErrors] = useState<Partial<Record<Fields, string>>>({})
  const { finish, problem, isBusy } = useFinish(setErrors)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const found = check(values)
    setErrors(found)
    if (Object.keys(found).length === 0) void finish(values)
  }
  const field = (name: Exclude<Fields, 'timeZone'>) => ({
    name,
    value: values[name],
    required: true,
    error: errors[name] ?? false,
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget
      setValues((now) => ({ ...now, [name]: value }))
    },
  })
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      {problem !== null && <Note tone="bad">{problem}</Note>}
      <TextInput
        {...field('code')}
        label={setupTexts.code}
        description={setupTexts.codeHelp}
        autoComplete="one-time-code"
        spellCheck={false}
        autoFocus
      />
      <TextInput {...field('name')} label={setupTexts.name} autoComplete="name" />
      <TextInput {...field('email')} label={setupTexts.email} type="email" autoComplete="username" />
      <PasswordInput
        {...field('password')}
        label={setupTexts.password}
        description={setupTexts.passwordHelp}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': signInTexts.show }}
      />
      <Select
        label={setupTexts.timeZone}
        description={setupTexts.timeZoneHelp}
        required
        searchable
        limit={200}
        data={timeZones(values.timeZone)}
        value={values.timeZone}
        error={errors.timeZone ?? false}
        onChange={(timeZone) => timeZone && setValues((now) => ({ ...now, timeZone }))}
      />
      <Button variant="filled" type="submit" loading={isBusy}>
        {setupTexts.create}
      </Button>
    </form>
  )
}

function check(values: Values): Partial<Record<Fields, string>> {
  const errors: Partial<Record<Fields, string>> = {}
  for (const name of ['code', 'name', 'email', 'password'] as const) {
    if (values[name].trim() === '') errors[name] = setupTexts.missing
  }
  if (errors.email === undefined && !/^\S+@\S+$/.test(values.email.trim())) errors.email = setupTexts.emailWrong
  if (errors.password === undefined && values.password.length < 10) errors.password = setupTexts.passwordShort
  return errors
}

function useFinish(onErrors: (errors: Partial<Record<Fields, string>>) => void) {
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const finish = async (values: Values) => {
    setBusy(true)
    setProblem(null)
    const { code, name, email, password, timeZone } = values
    try {
      await setUp({ code: code.trim(), name: name.trim(), email: email.trim(), password, timeZone })
      await client.resetQueries({ queryKey: keys.session })
      await client.fetchQuery(queries.session())
      navigate('/', { replace: true })
    } catch (thrown) {
      setBusy(false)
      if (!(thrown instanceof ApiProblem) || thrown.errors.length === 0) return setProblem(messageOf(thrown))
      onErrors(Object.fromEntries(thrown.errors.map(({ path, message }) => [path, message])))
    }
  }
  return { finish, problem, isBusy }
}
