import { defineIntegration } from '../../kit/integration.ts'
import { simulatorAccount } from './account.ts'
import { createSimulatorChannel } from './channel.ts'

/** The phone beside the board. */
export const simulator = defineIntegration({
  account: simulatorAccount,
  create: () => ({ channel: createSimulatorChannel() }),
})
