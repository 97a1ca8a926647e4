import { type AddressWords, addressesTitle, addressWords } from '@patchbay/shared/api'
import type { Channel, ChannelDefinition } from '../kit/channel.ts'
import { isTestAccount } from '../kit/test-account.ts'

/** The kinds of channels that this installation knows, by id. */
export interface ChannelKinds {
  readonly all: readonly ChannelDefinition[]
  get(id: string): ChannelDefinition | undefined
  /** How sentences speak of the addresses of a channel. */
  wordsOf(id: string): AddressWords
  /** The page on which people find our addresses. */
  readonly addressesTitle: string
  /** The kinds of addresses that an account with this channel can own; none without a channel. */
  carriedBy(channel: Channel | undefined): readonly ChannelDefinition[]
}

/** @throws Error when two kinds share an id */
export function createChannelKinds(definitions: readonly ChannelDefinition[]): ChannelKinds {
  const byId = new Map<string, ChannelDefinition>()
  for (const definition of definitions) {
    const known = byId.get(definition.id)
    // Several integrations may bring the same kind.
    if (known !== undefined && known !== definition) throw new Error(`Two channels are called ${definition.id}.`)
    byId.set(definition.id, definition)
  }
  const all = [...byId.values()]
  return {
    all,
    get: (id) => byId.get(id),
    wordsOf: (id) => addressWords(byId.get(id) ?? { id, addressTitle: 'Address' }),
    addressesTitle: addressesTitle(all),
    carriedBy: (channel) => (channel?.definitions === 'all' ? all : (channel?.definitions ?? [])),
  }
}

/** The account within which an id of a contact means something; empty where it means the same in all of them. Tests know contacts of their own. */
export function contactAccountOf(kind: ChannelDefinition | undefined, accountId: string): string {
  return kind?.contactsPerAccount === true || isTestAccount(accountId) ? accountId : ''
}
