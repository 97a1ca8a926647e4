import { defineAccount } from '@patchbay/shared/api'
import { type Static, Type } from 'typebox'
import { messagesPerSecondProperty } from '../../kit/account-properties.ts'

export const viberAccount = defineAccount({
  id: 'viber',
  title: 'Viber',
  description: 'Messages with the people who subscribe to your Viber bot.',
  summary: 'A bot',
  helpPage: 'messengers/viber',
  haveReady: ['Bot username and token, from the Viber Admin Panel'],
  icon: 'phone-call',
  properties: Type.Object(
    {
      botUsername: Type.String({
        title: 'Bot Username',
        description: 'the URI of the bot, as its page shows it',
        pattern: '^@?[A-Za-z0-9][A-Za-z0-9._-]{1,62}$',
        'x-pattern-text': '2 to 63 letters, digits, dots, hyphens and underscores, with a letter or digit at the start',
        default: '',
        'x-ui': { widget: 'text', placeholder: 'shopbot', emptyMessage: 'Bot Username is empty' },
        'x-required': true,
      }),
      token: Type.String({
        title: 'Token',
        description: 'under Edit Info of the bot; it also proves that a message comes from Viber',
        pattern: '^[0-9a-f]+-[0-9a-f]+-[0-9a-f]+$',
        'x-pattern-text': 'three groups of digits and letters from a to f, with hyphens between',
        default: '',
        'x-ui': { widget: 'secret', emptyMessage: 'Token is empty' },
        'x-secret': true,
        'x-required': true,
      }),
      webhookHost: Type.Optional(
        Type.String({
          title: 'Webhook url (host and port)',
          description: 'where Viber reaches Patchbay; empty: the public address of this server',
          pattern: '^([A-Za-z0-9.-]+(:\\d{1,5})?)?$',
          'x-pattern-text': 'a host without https://, such as patchbay.example.com:443',
          'x-ui': { widget: 'text', placeholder: 'patchbay.example.com:443' },
        }),
      ),
      messagesPerSecond: messagesPerSecondProperty,
    },
    { additionalProperties: false },
  ),
  hashed: [],
  generated: [],
  capabilities: { create: true, test: true, webhook: true, status: false },
  addresses: [{ title: 'Webhook URL', path: '/channels/viber/{accountId}' }],
})

export type ViberProperties = Static<typeof viberAccount.properties>
