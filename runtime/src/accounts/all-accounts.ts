import type { AccountRecord, AccountRepository } from './account-repository.ts'

const READ_AT_ONCE = 500

/** All accounts of a type, in order of creation. */
export async function allAccounts(
  accounts: Pick<AccountRepository, 'list'>,
  type: string,
): Promise<readonly AccountRecord[]> {
  const found: AccountRecord[] = []
  let after: string | null = null
  do {
    const page = await accounts.list({ type, limit: READ_AT_ONCE, ...(after === null ? {} : { after }) })
    found.push(...page.items)
    after = page.next
  } while (after !== null)
  return found
}
