import { defineIntegration } from '../../kit/integration.ts'
import { viberAccount } from './account.ts'
import { viber as channel } from './bot-channel.ts'
import { viberCallback as callback } from './callback.ts'
import { createViberChannel } from './channel.ts'
import { checkViber } from './check.ts'
import { setViberWebhook, viberCallback } from './webhook.ts'

/** A Viber bot, over its REST API. */
export const viber = defineIntegration({
  account: viberAccount,
  hosts: { api: 'https://chatapi.viber.com' },
  create: (host) => ({
    addressOf: ({ properties }) => ({
      channel: channel.id,
      value: channel.normalise(properties.botUsername) ?? properties.botUsername,
    }),
    check: ({ id, properties }, { baseUrl, signal }) =>
      checkViber(host, { properties, signal }, viberCallback(properties, baseUrl, id)),
    setWebhook: ({ id, properties }, { baseUrl, signal }) =>
      setViberWebhook(host, { properties, signal }, viberCallback(properties, baseUrl, id)),
    channel: createViberChannel(host),
    callback,
  }),
})
