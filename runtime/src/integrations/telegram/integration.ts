import { callbackUrl } from '../../kit/callback-url.ts'
import { defineIntegration } from '../../kit/integration.ts'
import { telegramAccount } from './account.ts'
import { telegram as channel } from './bot-channel.ts'
import { createTelegramCallback } from './callback.ts'
import { resultOf } from './calls.ts'
import { createTelegramChannel } from './channel.ts'
import { checkTelegram } from './check.ts'
import { fetchTelegramFile } from './media.ts'
import { setTelegramWebhook } from './webhook.ts'

/** How long the client of a contact shows that a pressed button waits, at most. */
const PRESS_MS = 10_000

/** A Telegram bot, over the Bot API. */
export const telegram = defineIntegration({
  account: telegramAccount,
  hosts: { api: 'https://api.telegram.org' },
  create(host) {
    const secretTokenOf = (accountId: string) => host.secrets.derive(['webhook', accountId])
    const urlOf = (baseUrl: string, accountId: string) => callbackUrl(baseUrl, telegramAccount.id, accountId)
    return {
      addressOf: ({ properties }) => ({
        channel: channel.id,
        value: channel.normalise(properties.botUsername) ?? properties.botUsername,
      }),
      check: ({ id, properties }, { baseUrl, signal }) =>
        checkTelegram(host, { properties, signal }, urlOf(baseUrl, id)),
      setWebhook: ({ id, properties }, { baseUrl, signal }) =>
        setTelegramWebhook(host, { properties, signal }, { url: urlOf(baseUrl, id), secretToken: secretTokenOf(id) }),
      channel: createTelegramChannel(host),
      callback: createTelegramCallback({
        secretTokenOf,
        pressed({ properties }, queryId) {
          const call = { properties, signal: AbortSignal.timeout(PRESS_MS) }
          // The message counts all the same.
          resultOf(host, call, 'answerCallbackQuery', { callback_query_id: queryId }).catch(() => undefined)
        },
      }),
      fetchMedia: ({ properties }, media, { signal }) => fetchTelegramFile(host, { properties, signal }, media),
    }
  },
})
