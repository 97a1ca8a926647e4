import { callbackUrl } from '../../kit/callback-url.ts'
import { defineIntegration } from '../../kit/integration.ts'
import { downloadMedia, isAt } from '../../kit/media.ts'
import { lineAccount } from './account.ts'
import { createLineCallback } from './callback.ts'
import { authorization } from './calls.ts'
import { createLineChannel } from './channel.ts'
import { checkLineAccount } from './check.ts'
import { line as channel } from './line-channel.ts'
import { createNames } from './profile-names.ts'
import { createReplyTokens } from './reply-tokens.ts'
import { setLineWebhook } from './webhook.ts'

/** A LINE Official Account, over the Messaging API. Files come from a host of their own. */
export const line = defineIntegration({
  account: lineAccount,
  hosts: { api: 'https://api.line.me', data: 'https://api-data.line.me' },
  create(host) {
    const tokens = createReplyTokens(host.clock)
    const urlOf = (baseUrl: string, accountId: string) => callbackUrl(baseUrl, lineAccount.id, accountId)
    return {
      addressOf: ({ id }) => ({ channel: channel.id, value: id }),
      check: ({ id, properties }, { baseUrl, signal }) =>
        checkLineAccount(host, { properties, signal }, urlOf(baseUrl, id)),
      setWebhook: ({ id, properties }, { baseUrl, signal }) =>
        setLineWebhook(host, { properties, signal }, urlOf(baseUrl, id)),
      channel: createLineChannel(host, tokens),
      callback: createLineCallback(tokens, createNames(host)),
      fetchMedia: ({ properties }, { ref = '', url }, { signal }) =>
        downloadMedia(host.web, {
          url: url ?? `${host.url('data')}/v2/bot/message/${encodeURIComponent(ref)}/content`,
          signal,
          credential: [authorization(properties)],
          isOwnHost: (target) => isAt(target, host.url('data')),
        }),
    }
  },
})
