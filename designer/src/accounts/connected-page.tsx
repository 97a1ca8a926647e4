import { Button } from '@mantine/core'
import type { FinishConnection } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { keys } from '../api/keys.ts'
import { useFinishedConnection } from '../api/queries.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { IconPlugConnected } from '../ui/icons.ts'
import { Page } from '../ui/page.tsx'
import { accountsTexts } from '../ui/texts/accounts.ts'
import { messageOf, toasts } from '../ui/toasts.tsx'

const texts = accountsTexts.connection

/**
 * Where the service of an account sends the browser back. Nothing of the address is shown, and the address is cleared at
 * once: its code is worth an access.
 */
export function ConnectedPage() {
  const [returned] = useState(readReturned)
  useEffect(() => window.history.replaceState(null, '', window.location.pathname), [])
  return (
    <Page title={texts.connect}>
      {returned === undefined ? <Failure text={texts.notReturned} /> : <Finishing returned={returned} />}
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
  if (error !== null) return <Failure text={messageOf(error)} />
  if (data === undefined || data.problem === null) {
    return <EmptyState icon={IconPlugConnected} title={texts.finishing} />
  }
  return <Failure text={data.problem} accountId={data.accountId} />
}

function Failure({ text, accountId }: { readonly text: string; readonly accountId?: string }) {
  const [href, label] =
    accountId === undefined ? ['/accounts', texts.toAccounts] : [`/accounts/${accountId}`, texts.toAccount]
  return (
    <div role="alert">
      <EmptyState
        icon={IconPlugConnected}
        title={texts['not-connected']}
        text={text}
        action={
          <Button component={Link} href={href} size="sm">
            {label}
          </Button>
        }
      />
    </div>
  )
}
