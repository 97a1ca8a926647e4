import { SIMULATOR } from '@patchbay/shared/api'
import { countSmsSegments } from '@patchbay/shared/nodes'
import type { Channel } from '../../kit/channel.ts'
import type { MessageRepository } from '../../messaging/message-repository.ts'
import { uuidv7 } from '../../store/uuid.ts'

export interface SimulatorOptions {
  readonly messages: Pick<MessageRepository, 'insert'>
  readonly now: () => Date
  /** Told of every text that was stored, so that the phone on screen shows it. */
  readonly onMessage?: (message: { readonly address: string; readonly contact: string; readonly at: string }) => void
}

/** The built-in phone: a sent text is a row in the message table, one per idempotency key. */
export function createSimulatorChannel({ messages, now, onMessage }: SimulatorOptions): Channel {
  return {
    id: SIMULATOR,
    repeatOf: async () => 'keyed',
    async send(message) {
      const at = now()
      const { message: stored, inserted } = await messages.insert({
        id: uuidv7(at),
        channel: 'sms',
        accountId: SIMULATOR,
        address: message.from,
        contact: message.to,
        direction: 'out',
        text: message.text,
        mediaUrls: message.mediaUrls,
        status: 'delivered',
        at,
        runId: message.runId,
        key: message.idempotencyKey,
        providerId: null,
      })
      if (inserted) onMessage?.({ address: stored.address, contact: stored.contact, at: stored.at.toISOString() })
      const { segments } = countSmsSegments(stored.text)
      return { ok: true, messageId: stored.id, status: stored.status, segments }
    },
  }
}
