import type { AccountStatus } from '@patchbay/shared/api'
import { originsOf, type WebCallProperties } from '../../web-call/index.ts'

/** Where the account is used. How its tokens stand is not asked here. */
export function webAccountStatus(properties: WebCallProperties): AccountStatus {
  const rows = originsOf(properties).map((origin) => ({ id: origin, cells: [{ text: origin }] }))
  const table = { name: 'addresses', title: 'Used for', emptyText: 'Nothing.', columns: ['Address'], rows }
  return { facts: [], tables: [table] }
}
