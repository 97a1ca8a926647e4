import { callbackUrl } from '../../kit/callback-url.ts'
import { defineIntegration } from '../../kit/integration.ts'
import { twilioAccount } from './account.ts'
import { importTwilioNumbers } from './addresses.ts'
import { twilioCallback } from './callback.ts'
import { fetchTwilioMedia } from './calls.ts'
import { createTwilioChannel } from './channel.ts'
import { checkTwilio } from './check.ts'
import { setTwilioWebhook } from './webhook.ts'

/** Texts and MMS over Twilio's Programmable Messaging. */
export const twilio = defineIntegration({
  account: twilioAccount,
  hosts: { api: 'https://api.twilio.com', messaging: 'https://messaging.twilio.com' },
  create: (host) => ({
    check: ({ properties }, { signal }) => checkTwilio(host, { properties, signal }),
    setWebhook: ({ id, properties }, { baseUrl, addresses, signal }) =>
      setTwilioWebhook(host, { properties, signal }, { url: callbackUrl(baseUrl, twilioAccount.id, id), addresses }),
    importAddresses: ({ properties }, { signal }) => importTwilioNumbers(host, { properties, signal }),
    channel: createTwilioChannel(host),
    callback: twilioCallback,
    fetchMedia: ({ properties }, media, { signal }) => fetchTwilioMedia(host, { properties, signal }, media),
  }),
})
