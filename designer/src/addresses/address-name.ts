import type { AddressResource } from '@patchbay/shared/api'

/** What people call it. Where the service has no name for it, the Account ID is the address, which tells them nothing. */
export function addressName({ value, shown, accountId, accountName }: AddressResource): string {
  return value === accountId ? accountName : shown
}
