import type { FinishConnection } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { keys } from '../api/keys.ts'
import { useFinishedConnection } from '../api/queries.ts'
import { Note } from '../ui/note.tsx'
import { Page } from '../ui/page.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { accountsTexts } from '../ui/texts/accounts.ts'
import { messageOf, toasts } from '../ui/toasts.tsx'

const texts = accountsTexts.connection

/**
 * Where the service of an account sends the browser back. Nothing of the address is shown, and the address is cleared at once:
 * its code is worth an access.
 */
export function ConnectedPage() {
  const [returned] = useState(readReturned)
  useEffect(() => window.history.replaceState(null, '', window.location.pathname), [])
  return (
    <Page title={texts.finishing}>
      {returned === undefined ? <Note tone="bad">{texts.notReturned}</Note> : <Finishing returned={returned} />}
    </Page>
  )
}

function readReturned(): FinishConnection | undefined {
  const query = new URLSearchParams(window.location.search)
  const [state, code, error] = ['state', 'code', 'error'].map((name) => query.get(name))
  if (!state) return undefined
  return { state, ...(code ? { code } : {}), ...(error ? { error } : {}) }
}

function Finishing({ returned }: { readonly returned: FinishConnection }) {
  const { data, error } = useFinishedConnection(returned)
  const client = useQueryClient()
  const [, go] = useLocation()
  const connectedId = data?.problem === null ? data.accountId : undefined
  useEffect(() => {
    if (connectedId === undefined) return
    void client.invalidateQueries({ queryKey: keys.accounts })
    go(`/accounts/${connectedId}`, { replace: true })
    toasts.success({ title: texts.connected })
  }, [connectedId, client, go])
  if (error !== null) return <Failure text={messageOf(error)} href="/accounts" link={texts.toAccounts} />
  if (data === undefined || data.problem === null) return <SkeletonRows rows={2} height={36} />
  return <Failure text={data.problem} href={`/accounts/${data.accountId}`} link={texts.toAccount} />
}

interface FailureProps {
  readonly text: string
  readonly href: string
  readonly link: string
}

function Failure({ text, href, link }: FailureProps) {
  return (
    <>
      <Note tone="bad">{text}</Note>
      <p>
        <Link href={href}>{link}</Link>
      </p>
    </>
  )
}
