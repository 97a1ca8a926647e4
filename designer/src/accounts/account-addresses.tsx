import type { AccountDefinition, AccountResource } from '@patchbay/shared/api'
import { CopiedValue } from '../ui/copied-value.tsx'
import { accountsTexts } from '../ui/texts/accounts.ts'
import classes from './accounts.module.css'
import { propertyTitle } from './property-title.ts'

interface AccountAddressesProps {
  readonly account: AccountResource
  readonly definition: AccountDefinition
}

/** What is pasted into the other service. Values that are confidential come to administrators only. */
export function AccountAddresses({ account, definition }: AccountAddressesProps) {
  const confidential = (definition.confidential ?? []).flatMap((name) => {
    const value = account.properties[name]
    return typeof value === 'string' && value !== '' ? [{ title: propertyTitle(definition, name), url: value }] : []
  })
  const rows = [...account.addresses, ...confidential, { title: accountsTexts.accountId, url: account.accountId }]
  return (
    <section>
      <h2>{accountsTexts.addresses}</h2>
      <dl className={classes.addresses}>
        {rows.map(({ title, url }) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>
              <CopiedValue value={url} label={accountsTexts.copy(title)} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
