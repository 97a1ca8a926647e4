import { type AddressResource, type AddressWords, wordsOfListened } from '@patchbay/shared/api'
import type { SummaryOptions } from '@patchbay/shared/flow'
import { type Catalog, type ChannelKind, hearsChannel, type NodeDefinition } from '@patchbay/shared/nodes'

/** As a field names the address that was written to. */
export const SAME_ADDRESS = '$DNIS'

/** An address that starts the flow on the board. */
export type OwnAddress = Pick<AddressResource, 'channel' | 'value' | 'shown'>

export function ownAddresses(flowId: string, all: readonly AddressResource[]): readonly OwnAddress[] {
  return all
    .filter((address) => address.flowId === flowId)
    .map(({ channel, value, shown }) => ({ channel, value, shown }))
}

/** The channel of whose addresses a trigger waits for messages, or `*` for all. */
export function channelOf(definition: NodeDefinition | null | undefined): string | undefined {
  const listens = definition?.listens
  return listens !== undefined && 'address' in listens ? listens.address : undefined
}

/** The channel that an action sends its messages through. */
export function sendsThrough(definition: NodeDefinition | null | undefined): string | undefined {
  const repeat = definition?.repeat
  return typeof repeat === 'object' && 'channelOf' in repeat ? repeat.channel : undefined
}

/** Whether the messages of a channel are sent in segments of SMS. */
export function splitsIntoSegments(kind: ChannelKind | undefined): boolean {
  return kind?.abilities.text.segments === 'sms'
}

export function kindOf(catalog: Catalog, channel: string | undefined): ChannelKind | undefined {
  return catalog.channels?.find(({ id }) => id === channel)
}

/** How sentences speak of the addresses that a trigger with this channel, or with any, listens to. */
export function wordsOf(catalog: Catalog, channel: string): AddressWords {
  return wordsOfListened(channel, catalog.channels ?? [])
}

/** What the block of an action needs to say which addresses start it. */
export function summaryOptions(
  definition: NodeDefinition,
  addresses: readonly OwnAddress[],
  catalog: Catalog,
): SummaryOptions {
  const channel = channelOf(definition)
  if (channel === undefined) return {}
  const own = addresses.filter((address) => hearsChannel(channel, address.channel))
  return { addresses: { title: wordsOf(catalog, channel).title, shown: own.map(({ shown }) => shown) } }
}
