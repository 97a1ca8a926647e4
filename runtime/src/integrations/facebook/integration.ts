import { callbackUrl } from '../../kit/callback-url.ts'
import { defineIntegration } from '../../kit/integration.ts'
import { createNameCache, nameIn } from '../../kit/name-cache.ts'
import { facebookAccount } from './account.ts'
import { createFacebookCallback } from './callback.ts'
import { callGraph } from './calls.ts'
import { createFacebookChannel } from './channel.ts'
import { checkFacebook } from './check.ts'
import { facebook as channel } from './page-channel.ts'
import { setFacebookWebhook } from './webhook.ts'

/** Facebook waits for our answer meanwhile. */
const NAME_TIMEOUT_MS = 1_000

/** A Facebook page, over the Messenger Platform. */
export const facebook = defineIntegration({
  account: facebookAccount,
  hosts: { api: 'https://graph.facebook.com' },
  create(host) {
    const names = createNameCache()
    return {
      addressOf: ({ properties }) => ({ channel: channel.id, value: properties.pageId }),
      check: ({ properties }, { signal }) => checkFacebook(host, { properties, signal }),
      setWebhook: ({ id, properties }, { baseUrl, signal }) =>
        setFacebookWebhook(host, { properties, signal }, callbackUrl(baseUrl, facebookAccount.id, id)),
      channel: createFacebookChannel(host),
      callback: createFacebookCallback(({ properties }, personId) =>
        names(`${properties.pageId} ${personId}`, async () => {
          const call = { properties, signal: AbortSignal.timeout(NAME_TIMEOUT_MS) }
          const path = `/${encodeURIComponent(personId)}`
          const person = await callGraph(host, call, { method: 'GET', path, query: { fields: 'name' } })
          return nameIn(person, 'name')
        }),
      ),
    }
  },
})
