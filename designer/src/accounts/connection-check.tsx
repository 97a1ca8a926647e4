import { Button } from '@mantine/core'
import type { AccountCheck, AccountResource } from '@patchbay/shared/api'
import { type ReactNode, useState } from 'react'
import { Link } from 'wouter'
import { setAccountWebhook, testAccount } from '../api/commands.ts'
import { Icon } from '../ui/icon.tsx'
import { IconAlertTriangle, IconCircleCheck } from '../ui/icons.ts'
import { accountsTexts } from '../ui/texts/accounts.ts'
import { toasts } from '../ui/toasts.tsx'
import classes from './accounts.module.css'
import type { Thing } from './missing-things.ts'

interface ConnectionCheckProps {
  readonly account: AccountResource
  readonly things: readonly Thing[]
  /** What the last test or Set Webhook found. */
  readonly check: AccountCheck | null
  readonly onCheck: (check: AccountCheck) => void
  readonly withTest: boolean
  readonly withWebhook: boolean
  /** Further buttons of the account; false for none. */
  readonly children?: ReactNode
}

/** *What is missing*: what the account needs, done or not, with the buttons that find out and set it. */
export function ConnectionCheck(props: ConnectionCheckProps) {
  const { account, things, check, onCheck, withTest, withWebhook, children = false } = props
  const [busy, setBusy] = useState<'test' | 'webhook' | null>(null)
  const run = async (which: 'test' | 'webhook') => {
    setBusy(which)
    try {
      onCheck(await (which === 'test' ? testAccount(account.id) : setAccountWebhook(account.id)))
    } catch (thrown) {
      toasts.error(accountsTexts.notTested, thrown)
    }
    setBusy(null)
  }
  if (things.length === 0 && !withTest && !withWebhook && children === false) return null
  const missing = things.filter(({ ok }) => !ok).length
  return (
    <section>
      <div className={classes.sectionHead}>
        <h2>{accountsTexts.missing.title}</h2>
        {things.length > 0 && <span className="sub num">{accountsTexts.missing.of(missing, things.length)}</span>}
        <span className="grow" />
        {children}
        {withWebhook && (
          <Button loading={busy === 'webhook'} onClick={() => void run('webhook')}>
            {accountsTexts.webhook}
          </Button>
        )}
        {withTest && (
          <Button loading={busy === 'test'} onClick={() => void run('test')}>
            {accountsTexts.test}
          </Button>
        )}
      </div>
      {things.length > 0 && (
        <ul className={classes.things}>
          {things.map((thing) => (
            <ThingRow key={thing.id} thing={thing} />
          ))}
        </ul>
      )}
      <p className={`sub ${classes.nothing}`} role="status">
        {check === null ? withTest && accountsTexts.notYetTested : resultOf(check)}
      </p>
    </section>
  )
}

function ThingRow({ thing: { ok, title, help, link } }: { readonly thing: Thing }) {
  return (
    <li data-ok={ok || undefined}>
      <Icon of={ok ? IconCircleCheck : IconAlertTriangle} />
      <span className="grow">
        <b>{title}</b>
        {help !== undefined && <span className="sub">{help}</span>}
      </span>
      {link && <Link href={link.href}>{link.text}</Link>}
    </li>
  )
}

function resultOf({ ok }: AccountCheck): string {
  return ok ? accountsTexts.passed : accountsTexts.failed
}
