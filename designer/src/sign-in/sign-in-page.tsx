import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Redirect, useLocation, useSearchParams } from 'wouter'
import { keys } from '../api/keys.ts'
import { queries } from '../api/query-options.ts'
import { signInTexts } from '../ui/texts/sign-in.ts'
import classes from './gate.module.css'
import { Gate } from './gate.tsx'
import { safeTarget } from './safe-target.ts'
import { SignInForm } from './sign-in-form.tsx'

export function SignInPage() {
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const [search] = useSearchParams()
  const setup = useQuery(queries.setup())
  if (setup.data?.needsAdministrator === true) return <Redirect to="/setup" />
  const enter = async () => {
    await client.resetQueries({ queryKey: keys.session })
    await client.fetchQuery(queries.session())
    navigate(safeTarget(search.get('to')), { replace: true })
  }
  return (
    <Gate title={signInTexts.title} subtitle={signInTexts.subtitle}>
      <SignInForm onSignedIn={enter} />
      <p className={classes.foot}>{signInTexts.forgotten}</p>
    </Gate>
  )
}
