import type { Channel } from '../../src/kit/channel.ts'
import { createChannelKinds } from '../../src/messaging/channel-kinds.ts'
import { sms } from '../../src/messaging/channels/sms.ts'
import { type ConsentingSender, createMessageSender, type MessageSenderOptions } from '../../src/messaging/send.ts'

/** A sender of texts whose addresses all belong to the account `ours` of this carrier, and to which nothing objects. */
export function senderOverCarrier(
  carrier: Omit<Channel, 'definitions' | 'repeatOf'>,
  change: Partial<MessageSenderOptions> = {},
): ConsentingSender {
  return createMessageSender({
    channels: new Map([['carrier', { definitions: [sms], repeatOf: async () => 'never', ...carrier }]]),
    kinds: createChannelKinds([sms]),
    ownerOf: async () => ({ accountId: 'ours', accountType: 'carrier' }),
    loops: { admit: async () => true },
    optedOut: { has: () => false },
    files: { prepare: async (content) => content },
    hasWritten: async () => false,
    quietHours: { heldUntil: async () => undefined },
    isWithPerson: async () => false,
    refused: async () => undefined,
    reported: async () => undefined,
    now: () => new Date(),
    clock: () => 0,
    ...change,
  })
}
