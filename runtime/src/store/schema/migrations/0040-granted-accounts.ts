/** What a service gives when it takes an account, and why it refuses one that it took before. */
export const grantedAccounts: readonly string[] = [
  'alter table account add column granted text, add column attention text',
]
