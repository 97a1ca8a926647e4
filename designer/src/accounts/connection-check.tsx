import { Button } from '@mantine/core'
import type { AddressResource } from '@patchbay/shared/api'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { clock, duration } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconAlertTriangle, IconCircleCheck, IconRefresh } from '../ui/icons.ts'
import { accountsTexts } from '../ui/texts/accounts.ts'
import classes from './accounts.module.css'
import { ChooseFlow } from './answered-by.tsx'
import type { Thing } from './missing-things.ts'
import type { AccountChecks, FinishedCheck } from './use-account-check.ts'

interface MissingThingsProps {
  readonly things: readonly Thing[]
  /** Called with the address whose flow is to be chosen. Without it nothing can be chosen here. */
  readonly onChoose: ((address: AddressResource) => void) | undefined
  /** Further buttons of the account; false for none. */
  readonly children: ReactNode
}

/** *What is missing*: what the account needs, done or not, so that the page shows that it works, too. */
export function MissingThings({ things, onChoose, children }: MissingThingsProps) {
  if (things.length === 0 && children === false) return null
  const missing = things.filter(({ ok }) => !ok).length
  return (
    <section>
      <div className={classes.sectionHead}>
        <h2>{accountsTexts.missing.title}</h2>
        {things.length > 0 && <span className="sub num">{accountsTexts.missing.of(missing, things.length)}</span>}
        <span className="grow" />
        {children}
      </div>
      <ThingList things={things} onChoose={onChoose} />
    </section>
  )
}

/** *Test Connection*: the button, and what it or Set Webhook found. */
export function ConnectionCheck({ checks: { last, busy, run } }: { readonly checks: AccountChecks }) {
  const found = (last?.checks ?? []).map(({ ok, text }) => ({ id: text, ok, title: text }))
  return (
    <section>
      <div className={classes.sectionHead}>
        <h2>{accountsTexts.test}</h2>
        <span className="grow" />
        <Button leftSection={<Icon of={IconRefresh} />} loading={busy === 'test'} onClick={() => run('test')}>
          {accountsTexts.test}
        </Button>
      </div>
      <ThingList things={found} />
      <p className={`sub ${classes.nothing}`} role="status">
        {last === null ? accountsTexts.notYetTested : resultOf(last)}
      </p>
    </section>
  )
}

interface ThingListProps {
  readonly things: readonly Thing[]
  readonly onChoose?: ((address: AddressResource) => void) | undefined
}

function ThingList({ things, onChoose }: ThingListProps) {
  if (things.length === 0) return null
  return (
    <ul className={classes.things}>
      {things.map(({ id, ok, title, help, link, address }) => (
        <li key={id} data-ok={ok || undefined}>
          <Icon of={ok ? IconCircleCheck : IconAlertTriangle} />
          <span className="grow">
            <b>{title}</b>
            {help !== undefined && <span className="sub">{help}</span>}
          </span>
          {link && <Link href={link.href}>{link.text}</Link>}
          {address && onChoose && <ChooseFlow address={address} onChoose={onChoose} />}
        </li>
      ))}
    </ul>
  )
}

function resultOf({ ok, way, at, tookMs }: FinishedCheck): string {
  const { passed, failed, checked } = accountsTexts
  return `${ok ? passed : failed}. ${checked[way](clock(at), duration(tookMs))}`
}
