import { defineAccount } from '@patchbay/shared/api'
import { type Static, Type } from 'typebox'
import { apiUrlProperty, messagesPerSecondProperty } from '../../kit/account-properties.ts'
import { basicNamePattern, keyPattern } from '../../kit/text-patterns.ts'

export const infobipAccount = defineAccount({
  id: 'infobip',
  title: 'Infobip',
  description: 'Texts and pictures over numbers that you have at Infobip.',
  summary: 'Texts, pictures, numbers',
  helpPage: 'infobip',
  haveReady: ['API URL and an API key with the scopes for SMS'],
  icon: 'message-dots',
  properties: Type.Object(
    {
      apiUrl: apiUrlProperty('https://xxxxx.api.infobip.com', 'the base URL on the first page of the Infobip portal'),
      apiKey: Type.String({
        title: 'API Key',
        description: 'with the scopes for SMS, numbers and subscriptions',
        minLength: 1,
        maxLength: 200,
        ...keyPattern,
        default: '',
        'x-ui': { widget: 'secret', emptyMessage: 'API Key is empty' },
        'x-secret': true,
        'x-secret-host': 'apiUrl',
        'x-required': true,
      }),
      webhookUsername: Type.Optional(
        Type.String({
          title: 'Webhook Username',
          description: 'what Infobip signs in with when it brings texts; Set Webhook tells it',
          maxLength: 100,
          ...basicNamePattern,
          default: 'infobip',
          'x-ui': { widget: 'text', width: 'half' },
        }),
      ),
      webhookPassword: Type.Optional(
        Type.String({
          title: 'Webhook Password',
          minLength: 10,
          maxLength: 200,
          'x-ui': { widget: 'secret', width: 'half', generate: true, placeholder: 'Generated when left empty' },
          'x-secret': true,
        }),
      ),
      messagesPerSecond: messagesPerSecondProperty,
    },
    { additionalProperties: false },
  ),
  hashed: [],
  generated: ['webhookPassword'],
  capabilities: { create: true, test: true, webhook: true, status: false, numbers: true, importNumbers: true },
  addresses: [{ title: 'Webhook URL', path: '/channels/infobip/{accountId}' }],
})

export type InfobipProperties = Static<typeof infobipAccount.properties>
