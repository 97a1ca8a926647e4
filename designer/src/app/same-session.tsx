import type { SessionResource } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { call, onSignedOut } from '../api/client.ts'
import { onOtherTab } from '../api/session-signal.ts'
import { SessionDialog } from './session-dialog.tsx'

interface SameSessionProps {
  readonly session: SessionResource
  readonly signInPath: string
  readonly children: ReactNode
}

/**
 * Keeps the page as it is when its session ends or becomes that of another person, and asks on top of it: what is
 * typed and not yet stored would be lost on the way to the sign-in page.
 */
export function SameSession({ session, signInPath, children }: SameSessionProps) {
  const client = useQueryClient()
  const [, navigate] = useLocation()
  /** Undefined while the session is the page's own, null when nobody is signed in. */
  const [now, setNow] = useState<SessionResource | null | undefined>(undefined)
  const { id, email } = session.user
  useEffect(() => onSignedOut(() => setNow((known) => known ?? null)), [])
  useEffect(
    () =>
      onOtherTab((signal) => {
        if (signal === 'signed-out') {
          navigate(signInPath)
          // Nothing that this person saw may be there for the next one.
          client.clear()
          return
        }
        const show = (found: SessionResource) => setNow(found.user.id === id ? undefined : found)
        // A call that fails here fails again where it is noticed.
        call('GET /api/session').then(show, () => undefined)
      }),
    [id, client, navigate, signInPath],
  )
  const goOn = (found: SessionResource) => {
    setNow(found.user.id === id ? undefined : found)
    if (found.user.id === id) void client.invalidateQueries()
  }
  return (
    <>
      {children}
      {now !== undefined && <SessionDialog email={email} other={now} onSignedIn={goOn} />}
    </>
  )
}
