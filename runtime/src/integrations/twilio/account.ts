import { defineAccount } from '@patchbay/shared/api'
import { type Static, Type } from 'typebox'
import { apiUrlProperty, messagesPerSecondProperty } from '../../kit/account-properties.ts'

export const twilioAccount = defineAccount({
  id: 'twilio',
  title: 'Twilio',
  description: 'Texts and pictures over numbers that you have at Twilio.',
  summary: 'Texts, pictures, numbers',
  helpPage: 'twilio',
  haveReady: ['SID and Auth Token, from the first page of the Twilio Console'],
  icon: 'message-2',
  properties: Type.Object(
    {
      accountSid: Type.String({
        title: 'Account SID',
        description: 'begins with AC; on the first page of the Twilio Console',
        pattern: '^AC[0-9a-fA-F]{32}$',
        'x-pattern-text': 'AC, then 32 digits and letters from a to f',
        default: '',
        'x-ui': { widget: 'text', placeholder: 'AC…', emptyMessage: 'Account SID is empty' },
        'x-required': true,
      }),
      authToken: Type.String({
        title: 'Auth Token',
        description: 'beside the Account SID; it also proves that a text comes from Twilio',
        minLength: 1,
        maxLength: 200,
        default: '',
        'x-ui': { widget: 'secret', emptyMessage: 'Auth Token is empty' },
        'x-secret': true,
        'x-secret-host': 'apiUrl',
        'x-required': true,
      }),
      messagingServiceSid: Type.Optional(
        Type.String({
          title: 'Messaging Service SID',
          description: 'if your numbers belong to a messaging service',
          pattern: '^(MG[0-9a-fA-F]{32})?$',
          'x-pattern-text': 'MG, then 32 digits and letters from a to f',
          'x-ui': { widget: 'text', placeholder: 'MG…' },
        }),
      ),
      apiUrl: apiUrlProperty('https://api.twilio.com', 'for another region; leave it empty otherwise'),
      messagesPerSecond: messagesPerSecondProperty,
    },
    { additionalProperties: false },
  ),
  hashed: [],
  generated: [],
  capabilities: { create: true, test: true, webhook: true, status: false, numbers: true, importNumbers: true },
  addresses: [{ title: 'Webhook URL', path: '/channels/twilio/{accountId}' }],
})

export type TwilioProperties = Static<typeof twilioAccount.properties>
