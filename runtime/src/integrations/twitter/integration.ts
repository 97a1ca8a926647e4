import { callbackUrl } from '../../kit/callback-url.ts'
import { defineIntegration } from '../../kit/integration.ts'
import { downloadMedia, isAt } from '../../kit/media.ts'
import { ownIdOf, twitterAccount } from './account.ts'
import { twitterCallback } from './callback.ts'
import { createTwitterChannel } from './channel.ts'
import { checkTwitter } from './check.ts'
import { twitter as channel } from './direct-channel.ts'
import { oauthHeader } from './oauth.ts'
import { setTwitterWebhook } from './webhook.ts'

/** An account at X, formerly Twitter, over its API v2. */
export const twitter = defineIntegration({
  account: twitterAccount,
  hosts: { api: 'https://api.x.com', media: 'https://ton.twitter.com' },
  create(host) {
    const urlOf = (baseUrl: string, accountId: string) => callbackUrl(baseUrl, twitterAccount.id, accountId)
    return {
      addressOf: ({ properties }) => ({ channel: channel.id, value: ownIdOf(properties) }),
      check: ({ id, properties }, { baseUrl, signal }) =>
        checkTwitter(host, { properties, signal }, urlOf(baseUrl, id)),
      setWebhook: ({ id, properties }, { baseUrl, signal }) =>
        setTwitterWebhook(host, { properties, signal }, urlOf(baseUrl, id)),
      channel: createTwitterChannel(host),
      callback: twitterCallback,
      fetchMedia: ({ properties }, { url = '' }, { signal }) =>
        downloadMedia(host.web, {
          url,
          signal,
          isOwnHost: (target) => isAt(target, host.url('media')) || isAt(target, host.url('api')),
          credential: URL.canParse(url)
            ? [['authorization', oauthHeader(properties, { method: 'GET', url, now: host.now() })]]
            : [],
        }),
    }
  },
})
