import type { ChannelKinds } from './channel-kinds.ts'

/** How events name channels: in capitals, and as Gladly does where it knows the channel. */
export function channelNames(kinds: Pick<ChannelKinds, 'get'>): (channel: string) => string {
  return (channel) => kinds.get(channel)?.eventName ?? channel.toUpperCase()
}
