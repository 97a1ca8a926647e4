import { AppError } from '@patchbay/shared/errors'
import type { Static, TSchema } from 'typebox'
import type { AccountPort, OpenAccount, TypedAccount } from './account.ts'

/** Remembers which accounts a run opened, so that their secrets can be hidden in whatever the run receives. */
export interface OpenedAccounts {
  /** @throws AppError ACCOUNT_NOT_FOUND, SECRET_MISSING */
  open<Properties extends TSchema>(
    by: object,
    type: TypedAccount<Properties>,
    accountId: string,
  ): Promise<OpenAccount<Static<Properties>>>
  /** Returns the value without the secrets of all accounts that `by` has opened. */
  hide<Value>(by: object, value: Value): Value
}

/** `by` is the run or test that opens accounts. Its entry is dropped when `by` is garbage-collected. */
export function createOpenedAccounts(accounts: AccountPort): OpenedAccounts {
  const opened = new WeakMap<object, Set<string>>()
  return {
    async open<Properties extends TSchema>(by: object, { id: type }: TypedAccount<Properties>, accountId: string) {
      const account = await accounts.open(type, accountId)
      if (account === undefined) throw noAccount()
      opened.set(by, (opened.get(by) ?? new Set()).add(account.id))
      // An account is opened only when its properties fit the schema of its type.
      return account as OpenAccount<Static<Properties>>
    },
    hide(by, value) {
      const ids = opened.get(by)
      if (ids === undefined) return value
      return [...ids].reduce((hidden, id) => accounts.mask(id).hide(hidden), value)
    },
  }
}

function noAccount(): AppError {
  return new AppError('ACCOUNT_NOT_FOUND', 'The account of this action no longer exists.', {
    extra: { help: 'Choose an account in the action and deploy again.' },
  })
}
