import type { AddressResource, ImportAddresses, OfferedAddress } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { Accounts } from '../accounts/accounts.ts'
import type { AccountCall } from '../kit/account.ts'
import type { Addresses } from '../messaging/addresses.ts'
import type { ChannelKinds } from '../messaging/channel-kinds.ts'

/** Import numbers: adds addresses that the service of an account has already. */
export interface AddressImport {
  /** In the spelling of their channel and the service's order. @throws AppError as `Accounts.offeredAddresses` */
  offered(accountId: string, call: AccountCall): Promise<readonly OfferedAddress[]>
  /** Returns the added addresses; those that are here already are left out. @throws AppError INVALID_INPUT */
  add(accountId: string, chosen: ImportAddresses['addresses']): Promise<readonly AddressResource[]>
}

export interface AddressImportOptions {
  readonly accounts: Pick<Accounts, 'offeredAddresses'>
  readonly addresses: Pick<Addresses, 'find' | 'add'>
  readonly kinds: ChannelKinds
}

export function createAddressImport({ accounts, addresses, kinds }: AddressImportOptions): AddressImport {
  return {
    async offered(accountId, call) {
      const offered: OfferedAddress[] = []
      for (const { channel, value: written, label, capabilities } of await accounts.offeredAddresses(accountId, call)) {
        const kind = kinds.get(channel)
        const value = kind?.normalise(written, 'service')
        // What is no address of the channel could neither be added nor assigned.
        if (kind === undefined || value === undefined) continue
        const known = await addresses.find({ channel, value })
        const owner = { accountId: known?.accountId ?? null, accountName: known?.accountName ?? null }
        offered.push({ channel, value, shown: kind.show(value), label, capabilities, ...owner })
      }
      return offered
    },
    async add(accountId, chosen) {
      const added: AddressResource[] = []
      for (const { capabilities, ...address } of chosen) {
        const resource = await addresses.add({ ...address, accountId }, capabilities).catch(undefinedIfThere)
        if (resource !== undefined) added.push(resource)
      }
      return added
    },
  }
}

function undefinedIfThere(error: unknown): undefined {
  if (error instanceof AppError && ['NUMBER_EXISTS', 'ADDRESS_EXISTS'].includes(error.code)) return undefined
  throw error
}
