import type { AddressedMessage, Channel, ChannelRegistry, OutboundMessage, SendOutcome } from '../kit/channel.ts'
import { createLoopGuard, MAX_TEXTS_PER_WINDOW } from './loop-guard.ts'

export interface ChannelRegistryOptions {
  /** By the type of the accounts whose addresses they carry. */
  readonly channels: ReadonlyMap<string, Channel>
  /** The account that owns one of our addresses, and its type, which names the channel. */
  readonly findAddress: (value: string) => Promise<AddressOwner | undefined>
  readonly now: () => Date
}

export interface AddressOwner {
  readonly accountId: string
  /** Null for the built-in account, whose id is its type. */
  readonly accountType: string | null
}

interface Owner {
  readonly channel: Channel
  readonly accountId: string
}

/** The channels by the addresses they own, behind the loop protection. */
export function createChannelRegistry(options: ChannelRegistryOptions): ChannelRegistry {
  const loops = createLoopGuard(() => options.now().getTime())

  async function ownerOf(address: string): Promise<Owner | undefined> {
    const found = await options.findAddress(address)
    const channel = found === undefined ? undefined : options.channels.get(found.accountType ?? found.accountId)
    return found === undefined || channel === undefined ? undefined : { channel, accountId: found.accountId }
  }

  return {
    async send(message, signal) {
      const owner = await ownerOf(message.from)
      if (owner === undefined) return noSuchAddress(message)
      if (!loops.admit(message.from, message.to)) return loopSuspected(message)
      return owner.channel.send(addressed(message, owner), signal)
    },
    async repeatOf(from) {
      const owner = await ownerOf(from)
      return owner === undefined ? 'never' : owner.channel.repeatOf(owner.accountId)
    },
    async find(message, signal) {
      const owner = await ownerOf(message.from)
      const found = await owner?.channel.find?.(addressed(message, owner), signal)
      return found ?? { kind: 'unknown', isFinal: true }
    },
  }
}

function addressed(message: OutboundMessage, { accountId }: Owner): AddressedMessage {
  return { ...message, accountId }
}

function noSuchAddress({ from }: OutboundMessage): SendOutcome {
  return {
    ok: false,
    error: {
      code: 'NO_SUCH_ADDRESS',
      message: `Send From is not one of our numbers: "${from.slice(0, 40)}".`,
      help: 'Use $DNIS, or one of the numbers listed under Numbers.',
    },
  }
}

function loopSuspected({ from, to }: OutboundMessage): SendOutcome {
  return {
    ok: false,
    error: {
      code: 'LOOP_SUSPECTED',
      message: `More than ${MAX_TEXTS_PER_WINDOW} texts in a minute from ${from} to ${to}: this looks like a loop.`,
      help: 'Look for a flow that texts its own number, or a machine that answers every text.',
    },
  }
}
