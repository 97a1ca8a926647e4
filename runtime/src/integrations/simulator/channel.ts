import { countSmsSegments } from '@patchbay/shared/nodes'
import type { Channel } from '../../kit/channel.ts'
import type { IntegrationHost } from '../../kit/integration.ts'
import { uuidv7 } from '../../store/uuid.ts'

/** The built-in phone, which plays every channel: a message has arrived once it is stored. */
export function createSimulatorChannel({ now }: Pick<IntegrationHost, 'now'>): Channel {
  return {
    definitions: 'all',
    // The one who stores the message takes each key once.
    repeatOf: async () => 'keyed',
    send: async ({ text }) => {
      const { segments } = countSmsSegments(text)
      return { ok: true, messageId: uuidv7(now()), status: 'delivered', segments }
    },
  }
}
