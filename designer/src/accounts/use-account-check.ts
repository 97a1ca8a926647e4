import type { AccountCheck } from '@patchbay/shared/api'
import { useState } from 'react'
import { setAccountWebhook, testAccount } from '../api/commands.ts'
import { accountsTexts } from '../ui/texts/accounts.ts'
import { toasts } from '../ui/toasts.tsx'

type Way = 'test' | 'setWebhook'

/** What Test Connection or Set Webhook found, when, and how long it took. */
export interface FinishedCheck extends AccountCheck {
  readonly way: Way
  readonly at: string
  readonly tookMs: number
}

export interface AccountChecks {
  /** The last one; null before the first and after a change of the account. */
  readonly last: FinishedCheck | null
  readonly busy: Way | null
  run(way: Way): void
  forget(): void
}

/** Test Connection and Set Webhook of an account, whose buttons stand in two places. */
export function useAccountCheck(accountId: string): AccountChecks {
  const [last, setLast] = useState<FinishedCheck | null>(null)
  const [busy, setBusy] = useState<Way | null>(null)
  const ask = async (way: Way) => {
    setBusy(way)
    const startMs = Date.now()
    try {
      const found = await (way === 'test' ? testAccount(accountId) : setAccountWebhook(accountId))
      const endMs = Date.now()
      setLast({ ...found, way, at: new Date(endMs).toISOString(), tookMs: endMs - startMs })
    } catch (thrown) {
      toasts.error(accountsTexts.notTested, thrown)
    }
    setBusy(null)
  }
  return { last, busy, run: (way) => void ask(way), forget: () => setLast(null) }
}
