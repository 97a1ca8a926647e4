import type { AccountStatus } from '@patchbay/shared/api'
import { originsOf, type WebCallProperties } from '../../web-call/index.ts'

/** Where the account is used. How its tokens stand is not asked here. */
export function webAccountStatus(properties: WebCallProperties): AccountStatus {
  const value = originsOf(properties).join(' ')
  const help = 'Calls to other addresses fail before anything is sent.'
  return { facts: [{ name: 'addresses', title: 'Used for', value, help }], tables: [] }
}
