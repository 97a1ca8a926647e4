import type { Json } from '@patchbay/shared/json'
import { defineIntegration } from '../../kit/integration.ts'
import { phoneReceiptsIn, phoneSetting } from '../../kit/simulated-phone.ts'
import { simulatorAccount } from './account.ts'
import { createSimulatorChannel } from './channel.ts'

interface SimulatorTables {
  setting: { key: string; value: Json }
}

/** The phones beside the board. */
export const simulator = defineIntegration({
  account: simulatorAccount,
  create: ({ messages, tables }) => {
    const own = tables<SimulatorTables>()
    return {
      channel: createSimulatorChannel({
        messages,
        // Read for every message: people change it and send the next one at once, and only they send to these phones.
        async receiptsOf(channel, contact) {
          const key = phoneSetting(channel, contact)
          const row = await own.selectFrom('setting').select('value').where('key', '=', key).executeTakeFirst()
          return phoneReceiptsIn(row?.value)
        },
      }),
    }
  },
})
