import { callbackUrl } from '../../kit/callback-url.ts'
import { defineIntegration } from '../../kit/integration.ts'
import { createAccessTokens } from './access-tokens.ts'
import { wechatAccount } from './account.ts'
import { createWechatCallback } from './callback.ts'
import { createWechatChannel } from './channel.ts'
import { checkWechat } from './check.ts'
import { fetchWechatFile } from './media.ts'
import { wechat as channel } from './official-channel.ts'
import { createPassiveReplies } from './passive-replies.ts'

/** A WeChat Official Account, over its customer service messages. */
export const wechat = defineIntegration({
  account: wechatAccount,
  hosts: { api: 'https://api.weixin.qq.com', international: 'https://api.wechat.com' },
  create(host) {
    const tokens = createAccessTokens(host)
    const replies = createPassiveReplies()
    return {
      addressOf: ({ properties }) => ({ channel: channel.id, value: properties.wechatId }),
      check: ({ id, properties }, { baseUrl, signal }) =>
        checkWechat(host, { properties, signal }, callbackUrl(baseUrl, wechatAccount.id, id)),
      channel: createWechatChannel(host, { tokens, replies }),
      callback: createWechatCallback(host, replies),
      fetchMedia: ({ properties }, media, { signal }) =>
        fetchWechatFile(host, tokens, { call: { properties, signal }, media }),
    }
  },
})
