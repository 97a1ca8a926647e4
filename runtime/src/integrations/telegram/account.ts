import { defineAccount } from '@patchbay/shared/api'
import { type Static, Type } from 'typebox'
import { messagesPerSecondProperty } from '../../kit/account-properties.ts'

export const telegramAccount = defineAccount({
  id: 'telegram',
  title: 'Telegram',
  description: 'Messages with the people who write to your Telegram bot.',
  summary: 'A bot',
  helpPage: 'messengers/telegram',
  haveReady: ['Bot username and token, from @BotFather in Telegram'],
  icon: 'brand-telegram',
  properties: Type.Object(
    {
      botUsername: Type.String({
        title: 'Bot Username',
        description: 'ends in "bot"; with or without @',
        pattern: '^@?[A-Za-z][A-Za-z0-9_]{1,28}[Bb][Oo][Tt]$',
        'x-pattern-text': 'letters, digits and underscores, with a letter at the start and bot at the end',
        default: '',
        'x-ui': { widget: 'text', placeholder: 'shop_bot', emptyMessage: 'Bot Username is empty' },
        'x-required': true,
      }),
      token: Type.String({
        title: 'Token',
        description: 'the text that BotFather answered when the bot was made',
        pattern: '^\\d+:[A-Za-z0-9_-]{35,}$',
        'x-pattern-text': 'a number, a colon and at least 35 letters, digits, hyphens and underscores',
        default: '',
        'x-ui': { widget: 'secret', placeholder: '123456789:AA…', emptyMessage: 'Token is empty' },
        'x-secret': true,
        'x-required': true,
      }),
      messagesPerSecond: messagesPerSecondProperty,
    },
    { additionalProperties: false },
  ),
  hashed: [],
  generated: [],
  capabilities: { create: true, test: true, webhook: true, status: false },
  addresses: [{ title: 'Webhook URL', path: '/channels/telegram/{accountId}' }],
})

export type TelegramProperties = Static<typeof telegramAccount.properties>
