import { defineAccount } from '@patchbay/shared/api'
import { type Static, Type } from 'typebox'
import { messagesPerSecondProperty } from '../../kit/account-properties.ts'

export const wechatAccount = defineAccount({
  id: 'wechat',
  title: 'WeChat',
  description: 'Messages with the people who follow your WeChat Official Account.',
  summary: 'China or International',
  helpPage: 'messengers/wechat',
  haveReady: [
    'App ID and App Secret, from Basic configuration of the Official Account',
    'Original ID of the account, which begins with gh_',
  ],
  icon: 'brand-wechat',
  properties: Type.Object(
    {
      appId: Type.String({
        title: 'App ID',
        description: 'under Basic configuration of the Official Account',
        pattern: '^wx[0-9A-Za-z]{16}$',
        'x-pattern-text': 'wx, then 16 letters and digits',
        default: '',
        'x-ui': { widget: 'text', mono: true, emptyMessage: 'App ID is empty' },
        'x-required': true,
      }),
      appSecret: Type.String({
        title: 'App Secret',
        description: 'beside the App ID; WeChat shows it once',
        pattern: '^[0-9A-Za-z]{32}$',
        'x-pattern-text': '32 letters and digits',
        default: '',
        'x-ui': { widget: 'secret', emptyMessage: 'App Secret is empty' },
        'x-secret': true,
        'x-required': true,
      }),
      wechatId: Type.String({
        title: 'WeChat ID',
        description: 'the original ID of the account, which begins with gh_',
        pattern: '^gh_[0-9A-Za-z]{1,32}$',
        'x-pattern-text': 'gh_, then at most 32 letters and digits',
        default: '',
        'x-ui': { widget: 'text', mono: true, placeholder: 'gh_0123456789ab', emptyMessage: 'WeChat ID is empty' },
        'x-required': true,
      }),
      wechatType: Type.Optional(
        Type.Enum(['china', 'international'], {
          title: 'WeChat type',
          description: 'where the account is registered',
          default: 'china',
          'x-ui': { widget: 'select', optionLabels: { china: 'China', international: 'International' } },
        }),
      ),
      token: Type.Optional(
        Type.String({
          title: 'Token',
          description: 'paste it into the server configuration of WeChat; empty: a random one is made',
          pattern: '^([0-9A-Za-z]{3,32})?$',
          'x-pattern-text': '3 to 32 letters and digits',
          'x-ui': { widget: 'text', mono: true, placeholder: 'Made when you save' },
        }),
      ),
      encodingAesKey: Type.Optional(
        Type.String({
          title: 'EncodingAESKey',
          description: 'from the server configuration, for Safe Mode; without it nobody knows who wrote a message',
          pattern: '^([0-9A-Za-z]{43})?$',
          'x-pattern-text': '43 letters and digits',
          'x-ui': { widget: 'secret' },
          'x-secret': true,
        }),
      ),
      messagesPerSecond: messagesPerSecondProperty,
    },
    { additionalProperties: false },
  ),
  hashed: [],
  generated: ['token'],
  confidential: ['token'],
  capabilities: { create: true, test: true, webhook: false, status: false },
  addresses: [{ title: 'URL', path: '/channels/wechat/{accountId}' }],
})

export type WechatProperties = Static<typeof wechatAccount.properties>
