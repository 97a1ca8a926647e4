import type { Address, RunErrorBody } from '@patchbay/shared/api'
import type { MessageSender } from '../kit/channel.ts'
import type { ChannelKinds } from './channel-kinds.ts'

export interface ReadAddressesOptions {
  readonly kinds: ChannelKinds
  /** Undefined when the address is none of ours. */
  readonly ownerOf: (address: Address) => Promise<unknown>
}

/** Reads which addresses and contacts the author of a flow means, of whatever channel. */
export function createReadAddresses({
  kinds,
  ownerOf,
}: ReadAddressesOptions): Pick<MessageSender, 'addressOf' | 'contactOf'> {
  return {
    async addressOf(written, near) {
      const text = written.trim()
      const named = withChannel(text, kinds)
      if (named !== undefined) return named
      if (near !== undefined && (kinds.get(near.channel)?.normalise(text) ?? text) === near.value) return near
      const own = await ownAddresses(text, { kinds, ownerOf })
      const [first, second] = own
      if (first === undefined) return noAddress(text, kinds)
      return second === undefined ? first : severalAddresses(text, own)
    },
    contactOf(channel, written) {
      const kind = kinds.get(channel)
      const text = withoutChannel(written.trim(), channel)
      if (kind === undefined) return text
      const contact = kind.normalise(text)
      if (contact === undefined) return noContact(text, kind.title)
      const whyNot = kind.whyUnreachable?.(contact)
      return whyNot === undefined ? contact : { ...noContact(text, kind.title), help: whyNot }
    },
  }
}

/** An address with its channel before it, such as `sms:+17865550100`; undefined when none is. */
function withChannel(text: string, kinds: ChannelKinds): Address | undefined {
  const [, channel = '', value = ''] = /^([a-z][a-z0-9-]*):(.+)$/s.exec(text) ?? []
  const kind = kinds.get(channel)
  return kind === undefined ? undefined : { channel, value: kind.normalise(value) ?? value.trim() }
}

function withoutChannel(text: string, channel: string): string {
  return text.startsWith(`${channel}:`) ? text.slice(channel.length + 1) : text
}

async function ownAddresses(text: string, { kinds, ownerOf }: ReadAddressesOptions): Promise<readonly Address[]> {
  const own: Address[] = []
  for (const kind of kinds.all) {
    const value = kind.normalise(text)
    if (value === undefined) continue
    const address = { channel: kind.id, value }
    if ((await ownerOf(address)) !== undefined) own.push(address)
  }
  return own
}

function noAddress(text: string, { addressesTitle }: ChannelKinds): RunErrorBody {
  return {
    code: 'NO_SUCH_ADDRESS',
    message: `Send From is none of our addresses: "${text.slice(0, 60)}".`,
    help: `Use $DNIS, or one of those listed under ${addressesTitle}.`,
  }
}

function severalAddresses(text: string, own: readonly Address[]): RunErrorBody {
  const spelled = own.map(({ channel, value }) => `${channel}:${value}`).join(' or ')
  return {
    code: 'INVALID_VALUE',
    message: `Send From is an address of several channels: "${text.slice(0, 60)}".`,
    help: `Write the channel before it: ${spelled}.`,
  }
}

function noContact(text: string, title: string): RunErrorBody {
  return {
    code: 'INVALID_VALUE',
    message: `Send To is no contact of ${title}: "${text.slice(0, 60)}".`,
    help: 'Use $ANI, or write the contact in the form of the channel. A phone number begins with the plus.',
  }
}
