import { countSmsSegments } from '@patchbay/shared/nodes'
import type { Channel } from '../../kit/channel.ts'
import type { IntegrationHost } from '../../kit/integration.ts'
import { sms } from '../../messaging/channels/sms.ts'
import { uuidv7 } from '../../store/uuid.ts'

/** The built-in phone, which plays every channel. A message counts as delivered once it is stored. */
export function createSimulatorChannel({ now }: Pick<IntegrationHost, 'now'>): Channel {
  return {
    definitions: 'all',
    // The store of messages accepts each key once.
    repeatOf: async () => 'keyed',
    send: async ({ channel, text }) => {
      const segments = channel === sms.id ? countSmsSegments(text).segments : 1
      return { ok: true, messageId: uuidv7(now()), status: 'delivered', segments }
    },
  }
}
