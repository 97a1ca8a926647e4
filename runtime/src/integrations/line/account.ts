import { defineAccount } from '@patchbay/shared/api'
import { type Static, Type } from 'typebox'
import { messagesPerSecondProperty } from '../../kit/account-properties.ts'

export const lineAccount = defineAccount({
  id: 'line',
  title: 'LINE',
  description: 'Messages with the friends of your LINE Official Account.',
  summary: 'An official account',
  helpPage: 'messengers/line',
  haveReady: ['Channel access token, from Messaging API in LINE Developers', 'Channel secret, from Basic settings'],
  icon: 'brand-line',
  properties: Type.Object(
    {
      token: Type.String({
        title: 'Token',
        description: 'the channel access token (long-lived), under Messaging API in the LINE Developers Console',
        minLength: 20,
        maxLength: 500,
        default: '',
        'x-ui': { widget: 'secret', emptyMessage: 'Token is empty' },
        'x-secret': true,
        'x-required': true,
      }),
      channelSecret: Type.String({
        title: 'Channel Secret',
        description: 'under Basic settings; it proves that a message comes from LINE',
        pattern: '^[0-9a-f]{32}$',
        'x-pattern-text': '32 digits and letters from a to f',
        default: '',
        'x-ui': { widget: 'secret', emptyMessage: 'Channel Secret is empty' },
        'x-secret': true,
        'x-required': true,
      }),
      push: Type.Optional(
        Type.Boolean({
          title: 'Push messages',
          description:
            'count against the monthly quota. Off: only the first answer within a minute is sent, which is free, by the process that LINE called',
          default: true,
          'x-ui': { widget: 'switch' },
        }),
      ),
      messagesPerSecond: messagesPerSecondProperty,
    },
    { additionalProperties: false },
  ),
  hashed: [],
  generated: [],
  capabilities: { create: true, test: true, webhook: true, status: false },
  addresses: [{ title: 'Webhook URL', path: '/channels/line/{accountId}' }],
})

export type LineProperties = Static<typeof lineAccount.properties>
