import type { AccountRepository } from './account-repository.ts'

/** Calls `onChange` after an account was changed or removed. */
export function tellingOfChanges(accounts: AccountRepository, onChange: () => void): AccountRepository {
  return {
    ...accounts,
    async change(id, change, own) {
      const isChanged = await accounts.change(id, change, own)
      onChange()
      return isChanged
    },
    async grant(id, granted) {
      await accounts.grant(id, granted)
      onChange()
    },
    async remove(id, address) {
      const isRemoved = await accounts.remove(id, address)
      onChange()
      return isRemoved
    },
  }
}
