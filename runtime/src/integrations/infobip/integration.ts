import { callbackUrl } from '../../kit/callback-url.ts'
import { defineIntegration } from '../../kit/integration.ts'
import { infobipAccount } from './account.ts'
import { importInfobipNumbers } from './addresses.ts'
import { infobipCallback } from './callback.ts'
import { fetchInfobipMedia } from './calls.ts'
import { createInfobipChannel } from './channel.ts'
import { checkInfobip } from './check.ts'
import { setInfobipWebhook } from './webhook.ts'

/** Texts and MMS over Infobip. */
export const infobip = defineIntegration({
  account: infobipAccount,
  hosts: { api: 'https://api.infobip.com' },
  create: (host) => ({
    check: ({ properties }, { signal }) => checkInfobip(host, { properties, signal }),
    setWebhook: ({ id: accountId, properties }, { baseUrl, addresses, signal }) => {
      const url = callbackUrl(baseUrl, infobipAccount.id, accountId)
      return setInfobipWebhook(host, { properties, signal }, { url, accountId, addresses })
    },
    importAddresses: ({ properties }, { signal }) => importInfobipNumbers(host, { properties, signal }),
    channel: createInfobipChannel(host),
    callback: infobipCallback,
    fetchMedia: ({ properties }, media, { signal }) => fetchInfobipMedia(host, { properties, signal }, media),
  }),
})
