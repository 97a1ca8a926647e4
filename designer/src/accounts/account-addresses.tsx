import { type AccountDefinition, type AccountResource, type AddressResource, addressKey } from '@patchbay/shared/api'
import { CopiedValue } from '../ui/copied-value.tsx'
import { accountsTexts } from '../ui/texts/accounts.ts'
import classes from './accounts.module.css'
import { AnsweredBy } from './answered-by.tsx'
import { propertyTitle } from './property-title.ts'

interface AccountAddressesProps {
  readonly account: AccountResource
  readonly definition: AccountDefinition
  /** Addresses that were made with the account, which a flow answers. */
  readonly answered: readonly AddressResource[]
  readonly onChoose: ((address: AddressResource) => void) | undefined
}

/** What is pasted into the other service, and which flow answers what comes from there. Values that are confidential come to administrators only. */
export function AccountAddresses({ account, definition, answered, onChoose }: AccountAddressesProps) {
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
        {answered.map((address) => (
          <div key={addressKey(address)}>
            <dt>{accountsTexts.answeredBy.title}</dt>
            <dd>
              <AnsweredBy address={address} onChoose={onChoose} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
