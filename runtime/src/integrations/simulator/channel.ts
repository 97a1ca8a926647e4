import { countSmsSegments } from '@patchbay/shared/nodes'
import type { AddressedMessage, Channel, Sent } from '../../kit/channel.ts'
import type { MessageReceiver } from '../../kit/inbound-message.ts'
import { notReached, type PhoneReceipts } from '../../kit/simulated-phone.ts'
import { sms } from '../../messaging/channels/sms.ts'

export interface SimulatorChannelOptions {
  /** What becomes of the messages to a phone. */
  readonly receiptsOf: (channel: string, contact: string) => Promise<PhoneReceipts>
  readonly messages: Pick<MessageReceiver, 'receipt'>
}

/**
 * The built-in phones, which play every channel. A message counts as delivered once it is stored, unless somebody chose
 * for its phone that messages stay on the way or fail.
 */
export function createSimulatorChannel({ receiptsOf, messages }: SimulatorChannelOptions): Channel {
  return {
    definitions: 'all',
    isLocal: true,
    // A message is stored once per id, and the id is the key.
    repeatOf: async () => 'keyed',
    async send(message) {
      const receipts = await receiptsOf(message.channel, message.to)
      if (receipts === 'deliver') return sentAs('delivered', message)
      // The receipt waits for the message, which is stored with the result of its step.
      if (receipts === 'fail') await messages.receipt({ ...idsOf(message), status: 'undelivered', error: notReached })
      return sentAs('sent', message)
    },
  }
}

function sentAs(status: string, message: AddressedMessage): Sent & { readonly ok: true } {
  const segments = message.channel === sms.id ? countSmsSegments(message.content.text ?? '').segments : 1
  return { ok: true, messageId: message.idempotencyKey, status, segments }
}

function idsOf({ accountId, idempotencyKey }: AddressedMessage) {
  return { accountId, messageId: idempotencyKey }
}
