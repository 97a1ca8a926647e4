import { type Address, addressKey } from '@patchbay/shared/api'
import type { AddressRepository } from './address-repository.ts'

/** The account that one of our addresses belongs to. */
export interface AddressOwner {
  readonly accountId: string
  /** Null for the built-in account, whose id is its type. */
  readonly accountType: string | null
}

/** Remembers the accounts that addresses belong to, because every message asks for one. */
export interface AddressOwners {
  of(address: Address): Promise<AddressOwner | undefined>
  /** Called after a change, by whichever process. */
  forget(): void
}

/** More owners than this are not remembered. */
const MOST = 10_000

export function createAddressOwners(addresses: Pick<AddressRepository, 'find'>): AddressOwners {
  let known = new Map<string, AddressOwner>()
  return {
    async of(address) {
      const key = addressKey(address)
      const owner = known.get(key)
      if (owner !== undefined) return owner
      const before = known
      const found = await addresses.find(address)
      // What was read before a change must not stay. An address that is missing is looked for each time.
      if (found !== undefined && before === known && known.size < MOST) known.set(key, found)
      return found
    },
    forget() {
      known = new Map()
    },
  }
}

/** Calls `onChange` after an address was added or removed. */
export function tellingOfOwners(addresses: AddressRepository, onChange: () => void): AddressRepository {
  return {
    ...addresses,
    async add(address) {
      const added = await addresses.add(address)
      onChange()
      return added
    },
    async remove(address) {
      await addresses.remove(address)
      onChange()
    },
  }
}
