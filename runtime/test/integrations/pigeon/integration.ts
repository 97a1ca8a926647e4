import { defineIntegration } from '../../../src/kit/integration.ts'
import { pageOfOptions } from '../../../src/kit/options.ts'
import { pigeonAccount } from './account.ts'
import { askForBots } from './ask-for-bots.ts'
import { pigeonCallback } from './callback.ts'
import { createPigeonChannel } from './channel.ts'
import { inboundPigeon, sendPigeon } from './nodes.ts'

const tones = [
  { value: 'coo', label: 'Gentle' },
  { value: 'flap', label: 'Loud' },
]

/** A messenger whose addresses are names. Added as any other integration: a folder, and a line in a list. */
export const pigeonIntegration = defineIntegration({
  account: pigeonAccount,
  hosts: { api: 'https://api.pigeon.test' },
  create: (host) => ({
    channel: createPigeonChannel(host),
    importAddresses: ({ properties }, { signal }) => askForBots(host, properties.token, signal),
    callback: pigeonCallback,
    triggers: [inboundPigeon],
    actions: [sendPigeon],
    options: { 'pigeon-tones': async (query) => pageOfOptions(tones, query) },
  }),
})
