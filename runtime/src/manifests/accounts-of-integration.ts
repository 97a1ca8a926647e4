import { bridgeAccountType } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { AccountRecord, AccountRepository } from '../accounts/account-repository.ts'
import { allAccounts } from '../accounts/all-accounts.ts'
import type { OpenAccounts } from '../accounts/open-accounts.ts'
import type { BridgeAccount } from './bridge-auth.ts'

interface AccountsOfIntegrationOptions {
  readonly accounts: Pick<AccountRepository, 'list'>
  readonly openAccounts: Pick<OpenAccounts, 'openRecord'>
}

/** Reads the accounts of an integration as its calls see them. One that cannot be opened has only what is stored openly. */
export function accountsOfIntegration({ accounts, openAccounts }: AccountsOfIntegrationOptions) {
  function opened(record: AccountRecord): BridgeAccount {
    const { id, name, properties } = record
    try {
      // Opened accounts fit the schema of their type: texts by field.
      return (openAccounts.openRecord(record) as BridgeAccount | undefined) ?? { id, name, properties }
    } catch (error) {
      // Its page says that its secrets cannot be read.
      if (error instanceof AppError) return { id, name, properties }
      throw error
    }
  }
  return async (integration: string): Promise<readonly BridgeAccount[]> =>
    (await allAccounts(accounts, bridgeAccountType(integration))).map(opened)
}
