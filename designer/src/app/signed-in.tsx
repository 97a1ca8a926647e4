import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { Redirect, useLocation } from 'wouter'
import { connectEvents } from '../api/events.ts'
import { ApiProblem } from '../api/problem.ts'
import { useCatalog, useSession } from '../api/queries.ts'
import { setHouseZone } from '../ui/house-zone.ts'
import { LoadError } from '../ui/load-error.tsx'
import { NodeIconsContext } from '../ui/node-icon.tsx'
import { PagePending } from '../ui/page-pending.tsx'
import { SameSession } from './same-session.tsx'

/** Shows its children to people who are signed in; sends all others to the sign-in page and back afterwards. */
export function SignedIn({ children }: { readonly children: ReactNode }) {
  const session = useSession()
  const [location] = useLocation()
  const signInPath = `/sign-in?to=${encodeURIComponent(location + window.location.search)}`
  if (session.data) {
    // Before anything below tells a time.
    setHouseZone(session.data.timeZone)
    return (
      <Live>
        <SameSession session={session.data} signInPath={signInPath}>
          {children}
        </SameSession>
      </Live>
    )
  }
  if (session.error instanceof ApiProblem && session.error.status === 401) return <Redirect to={signInPath} />
  if (session.error) return <LoadError asPage error={session.error} onRetry={() => void session.refetch()} />
  return <PagePending />
}

const noIcons = {}

/** The event stream stays open as long as somebody is signed in, and everything below draws with the catalog's icons. */
function Live({ children }: { readonly children: ReactNode }) {
  const client = useQueryClient()
  useEffect(() => connectEvents(client), [client])
  const icons = useCatalog().data?.icons
  return <NodeIconsContext value={icons ?? noIcons}>{children}</NodeIconsContext>
}
