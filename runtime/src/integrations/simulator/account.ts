import { defineAccount, SIMULATOR } from '@patchbay/shared/api'
import { Type } from 'typebox'

/** The account of the built-in phone. It exists from the start, and there is only one. */
export const simulatorAccount = defineAccount({
  id: SIMULATOR,
  title: 'Simulator',
  description: 'The phone beside the board. Its numbers send and receive texts without a carrier.',
  icon: 'phone',
  properties: Type.Object({}, { additionalProperties: false }),
  hashed: [],
  generated: [],
  capabilities: { create: false, test: false, webhook: false, status: false, numbers: true },
  addresses: [],
})
