import { callbackUrl } from '../../kit/callback-url.ts'
import { defineIntegration } from '../../kit/integration.ts'
import { vonageAccount } from './account.ts'
import { importVonageNumbers } from './addresses.ts'
import { createVonageCallback } from './callback.ts'
import { createVonageChannel } from './channel.ts'
import { checkVonage } from './check.ts'
import { createJoinParts } from './join-parts.ts'
import { fetchVonageMedia } from './media.ts'
import { createPartRepository } from './part-repository.ts'
import { setVonageWebhook } from './webhook.ts'

/** Texts over Vonage, formerly Nexmo. */
export const vonage = defineIntegration({
  account: vonageAccount,
  hosts: { api: 'https://api.nexmo.com', rest: 'https://rest.nexmo.com' },
  create(host) {
    const repository = createPartRepository(host.tables())
    const parts = createJoinParts({ host, repository })
    return {
      check: ({ properties }, { signal }) => checkVonage(host, { properties, signal }),
      setWebhook: ({ id, properties }, { baseUrl, addresses, signal }) =>
        setVonageWebhook(host, { properties, signal }, { url: callbackUrl(baseUrl, vonageAccount.id, id), addresses }),
      importAddresses: ({ properties }, { signal }) => importVonageNumbers(host, { properties, signal }),
      channel: createVonageChannel(host),
      callback: createVonageCallback({ now: host.now, parts }),
      fetchMedia: ({ properties }, media, { signal }) => fetchVonageMedia(host, { properties, signal }, media),
      jobs: parts.jobs,
      eraseContact: repository.eraseContact,
    }
  },
})
