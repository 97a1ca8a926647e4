import type { SimulatedPhone } from '@patchbay/shared/api'
import type { Json } from '@patchbay/shared/json'

export type PhoneReceipts = SimulatedPhone['receipts']

/** The setting that says what becomes of the messages which a phone of the simulator is sent. */
export function phoneSetting(channel: string, contact: string): string {
  return `simulator.receipts.${channel}.${contact}`
}

/** Reads that setting. Without one, messages are delivered. */
export function phoneReceiptsIn(stored: Json | undefined): PhoneReceipts {
  return stored === 'hold' || stored === 'fail' ? stored : 'deliver'
}

/** Why a message to a phone of the simulator is undelivered. */
export const notReached = {
  code: 'MESSAGE_REFUSED',
  message: 'The phone of the simulator did not take the message.',
  help: 'Somebody chose this in the simulator, to see what the flow does. Choose there that messages are delivered.',
} as const
