import { Button } from '@mantine/core'
import type { AccountDefinition, AccountResource } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { deleteAccount } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useAccount, useAccountTypes, useRights } from '../api/queries.ts'
import { confirm } from '../ui/confirm.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconTrash } from '../ui/icons.ts'
import { LoadError } from '../ui/load-error.tsx'
import { Page } from '../ui/page.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { accountsTexts } from '../ui/texts/accounts.ts'
import { toasts } from '../ui/toasts.tsx'
import { AccountSettings } from './account-settings.tsx'
import { AccountStatusSection } from './account-status.tsx'
import classes from './accounts.module.css'
import { ConnectionCheck } from './connection-check.tsx'
import { ImportNumbers } from './import-numbers.tsx'

/** One account: its settings, what the other side calls, whether it works and how it does. */
export function AccountPage({ accountId }: { readonly accountId: string }) {
  const account = useAccount(accountId)
  const types = useAccountTypes()
  const definition = types.data?.find(({ id }) => id === account.data?.type)
  const error = account.error ?? types.error
  if (account.data === undefined || definition === undefined) {
    return (
      <Page title={accountsTexts.title}>
        {error ? (
          <LoadError error={error} onRetry={() => void Promise.all([account.refetch(), types.refetch()])} />
        ) : (
          <SkeletonRows height={44} />
        )}
      </Page>
    )
  }
  return <AccountDetails account={account.data} definition={definition} />
}

interface AccountDetailsProps {
  readonly account: AccountResource
  readonly definition: AccountDefinition
}

function AccountDetails({ account, definition }: AccountDetailsProps) {
  const { canAdminister, canEdit } = useRights()
  const { capabilities } = definition
  const canChange = canAdminister && capabilities.create
  return (
    <Page
      title={account.name}
      beside={<span className="sub">{definition.title}</span>}
      actions={canChange && <DeleteButton account={account} />}
    >
      <div className={classes.sections}>
        <Addresses account={account} />
        <ConnectionCheck
          account={account}
          withTest={capabilities.test && canEdit}
          withWebhook={capabilities.webhook && canAdminister}
        >
          {capabilities.importNumbers === true && canAdminister && <ImportNumbers account={account} />}
        </ConnectionCheck>
        {canChange && <AccountSettings account={account} definition={definition} />}
        {capabilities.status && <AccountStatusSection accountId={account.id} />}
      </div>
    </Page>
  )
}

function Addresses({ account }: { readonly account: AccountResource }) {
  const rows = [{ title: accountsTexts.accountId, url: account.accountId }, ...account.addresses]
  return (
    <section>
      <h2>{accountsTexts.addresses}</h2>
      <dl className={classes.facts}>
        {rows.map(({ title, url }) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>
              <code className="mono">{url}</code>
              <CopyButton value={url} label={accountsTexts.copy(title)} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function DeleteButton({ account: { id, name } }: { readonly account: AccountResource }) {
  const client = useQueryClient()
  const [, go] = useLocation()
  const ask = () =>
    confirm({
      title: accountsTexts.deleteTitle(name),
      body: <p>{accountsTexts.deleteHelp}</p>,
      keepLabel: accountsTexts.keep,
      confirmLabel: accountsTexts.delete,
      onConfirm: async () => {
        await deleteAccount(id)
        go('/accounts')
        await Promise.all([
          client.invalidateQueries({ queryKey: keys.accountList }),
          client.invalidateQueries({ queryKey: keys.allOptions }),
        ])
        toasts.success({ title: accountsTexts.deleted, message: accountsTexts.deletedName(name) })
      },
    })
  return (
    <Button variant="subtle" leftSection={<Icon of={IconTrash} />} onClick={ask}>
      {accountsTexts.delete}
    </Button>
  )
}
