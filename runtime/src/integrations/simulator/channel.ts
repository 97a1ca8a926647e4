import { countSmsSegments } from '@patchbay/shared/nodes'
import type { Channel } from '../../kit/channel.ts'
import { sms } from '../../messaging/channels/sms.ts'

/** The built-in phone, which plays every channel. A message counts as delivered once it is stored. */
export function createSimulatorChannel(): Channel {
  return {
    definitions: 'all',
    isLocal: true,
    // A message is stored once per id, and the id is the key.
    repeatOf: async () => 'keyed',
    send: async ({ channel, content, idempotencyKey }) => {
      const segments = channel === sms.id ? countSmsSegments(content.text ?? '').segments : 1
      return { ok: true, messageId: idempotencyKey, status: 'delivered', segments }
    },
  }
}
