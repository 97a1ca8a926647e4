import { Button } from '@mantine/core'
import type { AccountConnection } from '@patchbay/shared/api'
import { useState } from 'react'
import { connectAccount } from '../api/commands.ts'
import { accountsTexts } from '../ui/texts/accounts.ts'
import { toasts } from '../ui/toasts.tsx'

const texts = accountsTexts.connection

interface ConnectButtonProps {
  readonly accountId: string
  readonly state: AccountConnection['state']
}

/** Leaves for the service of the account, where the person gives access. The service sends the browser back. */
export function ConnectButton({ accountId, state }: ConnectButtonProps) {
  const [isBusy, setBusy] = useState(false)
  const leave = async () => {
    setBusy(true)
    try {
      window.location.assign((await connectAccount(accountId)).url)
    } catch (thrown) {
      toasts.error(texts.notBegun, thrown)
      setBusy(false)
    }
  }
  return (
    <Button variant={state === 'connected' ? 'default' : 'filled'} loading={isBusy} onClick={() => void leave()}>
      {state === 'not-connected' ? texts.connect : texts.connectAgain}
    </Button>
  )
}
