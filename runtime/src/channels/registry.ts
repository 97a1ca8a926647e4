import type { Channel, ChannelRegistry, OutboundMessage, SendOutcome } from './channel.ts'
import { createLoopGuard, MAX_TEXTS_PER_WINDOW } from './loop-guard.ts'

export interface ChannelRegistryOptions {
  readonly channels: readonly Channel[]
  /** The account that owns one of our addresses; its id is the channel's until accounts of their own exist. */
  readonly findAddress: (value: string) => Promise<{ readonly accountId: string } | undefined>
  readonly now: () => Date
}

/** The channels by the addresses they own, behind the loop protection. */
export function createChannelRegistry(options: ChannelRegistryOptions): ChannelRegistry {
  const byId = new Map(options.channels.map((channel) => [channel.id, channel]))
  const loops = createLoopGuard(() => options.now().getTime())

  async function channelOf(address: string): Promise<Channel | undefined> {
    const found = await options.findAddress(address)
    return found === undefined ? undefined : byId.get(found.accountId)
  }

  return {
    async send(message, signal) {
      const channel = await channelOf(message.from)
      if (channel === undefined) return noSuchAddress(message)
      if (!loops.admit(message.from, message.to)) return loopSuspected(message)
      return channel.send(message, signal)
    },
    repeatOf: async (from) => (await channelOf(from))?.repeat ?? 'never',
  }
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
