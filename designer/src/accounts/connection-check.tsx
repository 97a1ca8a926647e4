import { Button } from '@mantine/core'
import type { AccountCheck, AccountResource } from '@patchbay/shared/api'
import { type ReactNode, useState } from 'react'
import { setAccountWebhook, testAccount } from '../api/commands.ts'
import { Icon } from '../ui/icon.tsx'
import { IconCircleCheck, IconCircleX } from '../ui/icons.ts'
import { Note } from '../ui/note.tsx'
import { accountsTexts } from '../ui/texts/accounts.ts'
import { toasts } from '../ui/toasts.tsx'
import classes from './accounts.module.css'

interface ConnectionCheckProps {
  readonly account: AccountResource
  readonly withTest: boolean
  readonly withWebhook: boolean
  /** Further buttons of the account; false for none. */
  readonly children?: ReactNode
}

/** The buttons Test Connection and Set Webhook, and what they found. */
export function ConnectionCheck({ account, withTest, withWebhook, children = false }: ConnectionCheckProps) {
  const [check, setCheck] = useState<AccountCheck | null>(null)
  const [busy, setBusy] = useState<'test' | 'webhook' | null>(null)
  const run = async (which: 'test' | 'webhook') => {
    setBusy(which)
    try {
      setCheck(await (which === 'test' ? testAccount(account.id) : setAccountWebhook(account.id)))
    } catch (thrown) {
      toasts.error(accountsTexts.notTested, thrown)
    }
    setBusy(null)
  }
  if (!withTest && !withWebhook && children === false) return null
  return (
    <section className={classes.check}>
      <div className={classes.buttons}>
        {withTest && (
          <Button loading={busy === 'test'} onClick={() => void run('test')}>
            {accountsTexts.test}
          </Button>
        )}
        {withWebhook && (
          <Button loading={busy === 'webhook'} onClick={() => void run('webhook')}>
            {accountsTexts.webhook}
          </Button>
        )}
        {children}
      </div>
      {check !== null && (
        <Note tone={check.ok ? 'ok' : 'bad'}>
          <strong>{check.ok ? accountsTexts.passed : accountsTexts.failed}</strong>
          <ul className={classes.checks}>
            {check.checks.map(({ ok, text }) => (
              <li key={text} data-ok={ok || undefined}>
                <Icon of={ok ? IconCircleCheck : IconCircleX} size={14} />
                <span>{text}</span>
              </li>
            ))}
          </ul>
        </Note>
      )}
    </section>
  )
}
