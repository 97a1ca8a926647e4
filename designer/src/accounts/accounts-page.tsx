import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { AccountDefinition, AccountResource } from '@patchbay/shared/api'
import { Link } from 'wouter'
import { useAccounts, useAccountTypes, useRights } from '../api/queries.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { ago } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconPlus } from '../ui/icons.ts'
import { LoadError } from '../ui/load-error.tsx'
import { Page } from '../ui/page.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import table from '../ui/table.module.css'
import { accountsTexts } from '../ui/texts/accounts.ts'
import { AccountMark } from './account-mark.tsx'
import classes from './accounts.module.css'
import { CreateAccountDialog } from './create-account-dialog.tsx'

/** The integration accounts: credentials of outside services, and those by which they come in. */
export function AccountsPage() {
  const accounts = useAccounts()
  const types = useAccountTypes()
  const { canAdminister } = useRights()
  const [isAddOpen, add] = useDisclosure(false)
  const creatable = (types.data ?? []).filter(({ capabilities }) => capabilities.create)
  const addButton = canAdminister && creatable.length > 0 && (
    <Button variant="filled" leftSection={<Icon of={IconPlus} />} onClick={add.open}>
      {accountsTexts.add}
    </Button>
  )
  const error = accounts.error ?? types.error
  return (
    <Page title={accountsTexts.title} actions={addButton}>
      {accounts.data === undefined || types.data === undefined ? (
        error ? (
          <LoadError error={error} onRetry={() => void Promise.all([accounts.refetch(), types.refetch()])} />
        ) : (
          <SkeletonRows height={44} />
        )
      ) : (
        <>
          <AccountsTable accounts={accounts.data} types={types.data} />
          <p className={`sub ${classes.note}`}>
            {accountsTexts.foot} {canAdminister ? '' : accountsTexts.onlyAdministrators}
          </p>
        </>
      )}
      <CreateAccountDialog opened={isAddOpen} types={creatable} onClose={add.close} />
    </Page>
  )
}

interface AccountsTableProps {
  readonly accounts: readonly AccountResource[]
  readonly types: readonly AccountDefinition[]
}

function AccountsTable({ accounts, types }: AccountsTableProps) {
  const { columns } = accountsTexts
  return (
    <div className={classes.list}>
      <table className={table.table}>
        <thead>
          <tr>
            <th>{columns.name}</th>
            <th>{columns.type}</th>
            <th>{columns.id}</th>
            <th>{columns.modified}</th>
            <th>{columns.by}</th>
          </tr>
        </thead>
        <tbody>
          {accounts.map((account) => (
            <AccountRow key={account.id} account={account} definition={types.find(({ id }) => id === account.type)} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function AccountRow({
  account,
  definition,
}: {
  readonly account: AccountResource
  readonly definition: AccountDefinition | undefined
}) {
  const isOwn = definition?.capabilities.create === true
  return (
    <tr>
      <td>
        <span className={classes.named}>
          <AccountMark type={definition ?? { id: account.type, title: account.type }} size="s" />
          {isOwn ? <Link href={`/accounts/${account.id}`}>{account.name}</Link> : account.name}
        </span>
      </td>
      <td>{definition?.title ?? account.type}</td>
      <td>
        <span className={classes.id}>
          <code className="mono">{account.accountId}</code>
          <CopyButton value={account.accountId} label={accountsTexts.copyId} />
        </span>
      </td>
      <td className="muted">{isOwn ? ago(account.modifiedAt) : accountsTexts.builtIn}</td>
      <td className="muted">{isOwn ? account.modifiedBy : ''}</td>
    </tr>
  )
}
