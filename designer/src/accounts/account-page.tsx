import { Button } from '@mantine/core'
import type { AccountResource, AccountTypeResource, AddressResource } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useLocation } from 'wouter'
import { ChangeAddressDialog } from '../addresses/change-address-dialog.tsx'
import { deleteAccount } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useAccount, useAccountStatus, useAccountTypes, useAddresses, useRights } from '../api/queries.ts'
import { Badge } from '../ui/badge.tsx'
import { confirm } from '../ui/confirm.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconAlertTriangle, IconTrash } from '../ui/icons.ts'
import { LoadError } from '../ui/load-error.tsx'
import { Page } from '../ui/page.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { accountsTexts } from '../ui/texts/accounts.ts'
import { toasts } from '../ui/toasts.tsx'
import { AccountAddresses } from './account-addresses.tsx'
import { AccountEventsSection } from './account-events.tsx'
import { AccountMark } from './account-mark.tsx'
import { AccountSettings } from './account-settings.tsx'
import { AccountStatusSection } from './account-status.tsx'
import classes from './accounts.module.css'
import { accountsChanged } from './accounts-changed.ts'
import { ConnectButton } from './connect-button.tsx'
import { ConnectionCheck, MissingThings } from './connection-check.tsx'
import { ImportNumbers } from './import-numbers.tsx'
import { isMessenger, missingThings } from './missing-things.ts'
import { SynchronizationSection } from './synchronization.tsx'
import { useAccountCheck } from './use-account-check.ts'

/** One account: its settings and what the other side calls; beside them what is missing and what came in. */
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
  readonly definition: AccountTypeResource
}

function AccountDetails({ account, definition }: AccountDetailsProps) {
  const { canAdminister, canEdit } = useRights()
  const addresses = useAddresses().data ?? []
  const checks = useAccountCheck(account.id)
  const [isSaving, setSaving] = useState(false)
  const [toAssign, setToAssign] = useState<AddressResource | null>(null)
  const formId = useId()
  const { capabilities } = definition
  const choose = canEdit ? setToAssign : undefined
  const canChange = canAdminister && capabilities.create
  const own = addresses.filter(({ accountId }) => accountId === account.id)
  const connection = useAccountStatus(account.id, { enabled: capabilities.status }).data?.connection
  const things = missingThings(definition, account, own, connection)
  const further =
    capabilities.importNumbers === true ? (
      <ImportNumbers account={account} />
    ) : (
      connection?.canConnect === true && <ConnectButton accountId={account.id} state={connection.state} />
    )
  const missing = [...things, ...(checks.last?.checks ?? [])].filter(({ ok }) => !ok).length
  const buttons = canChange && (
    <>
      {capabilities.webhook && (
        <Button loading={checks.busy === 'setWebhook'} onClick={() => checks.run('setWebhook')}>
          {accountsTexts.webhook}
        </Button>
      )}
      <Button variant="filled" type="submit" form={formId} loading={isSaving}>
        {accountsTexts.save}
      </Button>
    </>
  )
  return (
    <Page
      title={account.name}
      before={<HeadMark definition={definition} />}
      beside={<Beside definition={definition} missing={missing} />}
      actions={
        canChange && (
          <>
            <DeleteButton account={account} />
            <div className={classes.headButtons}>{buttons}</div>
          </>
        )
      }
      phoneFoot={canChange ? buttons : undefined}
    >
      <div className={classes.columns}>
        <div className={classes.sections}>
          {canChange && (
            <AccountSettings
              account={account}
              definition={definition}
              formId={formId}
              onBusy={setSaving}
              onSaved={checks.forget}
            />
          )}
          <AccountAddresses
            account={account}
            definition={definition}
            answered={isMessenger(definition) ? own : []}
            onChoose={choose}
          />
        </div>
        <div className={classes.sections}>
          <div className={classes.sideBySide}>
            <MissingThings things={things} onChoose={choose}>
              {canAdminister && further}
            </MissingThings>
            {capabilities.test && canEdit && <ConnectionCheck checks={checks} />}
          </div>
          <SynchronizationSection accountId={account.id} />
          {definition.channels.length > 0 && canEdit && <AccountEventsSection accountId={account.id} />}
          {capabilities.status && <AccountStatusSection accountId={account.id} />}
        </div>
      </div>
      <ChangeAddressDialog address={toAssign} onClose={() => setToAssign(null)} />
    </Page>
  )
}

function HeadMark({ definition }: { readonly definition: AccountTypeResource }) {
  return (
    <span className={classes.headMark}>
      <AccountMark type={definition} size="l" />
    </span>
  )
}

interface BesideProps {
  readonly definition: AccountTypeResource
  /** How much is missing or was found wrong. */
  readonly missing: number
}

function Beside({ definition, missing }: BesideProps) {
  return (
    <>
      <span className={`sub ${classes.type}`}>{definition.title}</span>
      {missing > 0 && (
        <Badge tone="warn" icon={IconAlertTriangle}>
          {accountsTexts.missing.badge(missing)}
        </Badge>
      )}
    </>
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
        // Its page may be drawn still, and would ask for what is gone.
        for (const queryKey of [keys.account(id), keys.synchronizations(id), keys.accountAgents(id)]) {
          client.removeQueries({ queryKey })
        }
        await accountsChanged(client)
        toasts.success({ title: accountsTexts.deleted, message: accountsTexts.deletedName(name) })
      },
    })
  return (
    <Button variant="subtle" leftSection={<Icon of={IconTrash} />} onClick={ask}>
      <span className={classes.deleteWord}>{accountsTexts.delete}</span>
    </Button>
  )
}
