import { countSmsSegments } from '@patchbay/shared/nodes'
import type { Channel } from '../../kit/channel.ts'
import type { IntegrationHost } from '../../kit/integration.ts'
import { uuidv7 } from '../../store/uuid.ts'
import { simulatorAccount } from './account.ts'

/** The built-in phone: a sent text is a row in the message table, one per idempotency key. */
export function createSimulatorChannel({ messages, now }: Pick<IntegrationHost, 'messages' | 'now'>): Channel {
  const { id } = simulatorAccount
  return {
    repeatOf: async () => 'keyed',
    async send(message) {
      const { message: stored } = await messages.keep({
        id: uuidv7(now()),
        channel: 'sms',
        accountId: id,
        address: message.from,
        contact: message.to,
        direction: 'out',
        text: message.text,
        mediaUrls: message.mediaUrls,
        status: 'delivered',
        at: now(),
        runId: message.runId,
        key: message.idempotencyKey,
        providerId: null,
      })
      const { segments } = countSmsSegments(stored.text)
      return { ok: true, messageId: stored.id, status: stored.status, segments }
    },
  }
}
