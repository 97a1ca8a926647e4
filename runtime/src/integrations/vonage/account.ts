import { defineAccount } from '@patchbay/shared/api'
import { type Static, Type } from 'typebox'
import { apiUrlProperty, messagesPerSecondProperty } from '../../kit/account-properties.ts'

/** By Vonage's names. */
export const signatureMethods = ['MD5HASH', 'MD5HMAC', 'SHA1HMAC', 'SHA256HMAC', 'SHA512HMAC'] as const

export const vonageAccount = defineAccount({
  id: 'vonage',
  title: 'Vonage',
  description: 'Texts over numbers that you have at Vonage (Nexmo); pictures too, with an application.',
  summary: 'Texts, pictures, numbers',
  helpPage: 'vonage',
  haveReady: ['API key and secret, from the Vonage dashboard', 'Signature secret, so that every text is checked'],
  icon: 'message-circle',
  properties: Type.Object(
    {
      apiKey: Type.String({
        title: 'API Key',
        description: 'on the first page of the Vonage dashboard',
        minLength: 1,
        maxLength: 100,
        pattern: '^[^:\\s]+$',
        'x-pattern-text': 'the key alone, without colons and spaces',
        default: '',
        'x-ui': { widget: 'text', width: 'half', emptyMessage: 'API Key is empty' },
        'x-required': true,
      }),
      apiSecret: Type.String({
        title: 'API Secret',
        minLength: 1,
        maxLength: 200,
        default: '',
        'x-ui': { widget: 'secret', width: 'half', emptyMessage: 'API Secret is empty' },
        'x-secret': true,
        'x-secret-host': 'apiUrl',
        'x-required': true,
      }),
      signatureSecret: Type.Optional(
        Type.String({
          title: 'Signature Secret',
          description: 'from the API settings of the dashboard; without it no texts are taken from Vonage',
          minLength: 1,
          maxLength: 200,
          'x-ui': { widget: 'secret' },
          'x-secret': true,
        }),
      ),
      signatureMethod: Type.Optional(
        Type.Enum([...signatureMethods], {
          title: 'Signature Method',
          description: 'of the SMS API; the Messages API has its own',
          default: 'MD5HASH',
          'x-ui': {
            widget: 'select',
            optionLabels: {
              MD5HASH: 'MD5 hash',
              MD5HMAC: 'MD5 HMAC',
              SHA1HMAC: 'SHA-1 HMAC',
              SHA256HMAC: 'SHA-256 HMAC',
              SHA512HMAC: 'SHA-512 HMAC',
            },
          },
        }),
      ),
      applicationId: Type.Optional(
        Type.String({
          title: 'Application ID',
          description: 'with the private key: messages go over the Messages API, which carries pictures',
          pattern: '^([0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})?$',
          'x-pattern-text': 'an id such as 01890a5d-ac96-774b-bcce-b302099a8057',
          'x-ui': { widget: 'text' },
        }),
      ),
      privateKey: Type.Optional(
        Type.String({
          title: 'Private Key',
          description: 'the whole file that the dashboard made for the application',
          minLength: 1,
          maxLength: 10_000,
          'x-ui': { widget: 'secret' },
          'x-secret': true,
          'x-secret-host': 'apiUrl',
        }),
      ),
      apiUrl: apiUrlProperty('https://api.nexmo.com', 'for another region; leave it empty otherwise'),
      messagesPerSecond: messagesPerSecondProperty,
    },
    { additionalProperties: false },
  ),
  hashed: [],
  generated: [],
  capabilities: { create: true, test: true, webhook: true, status: false, numbers: true, importNumbers: true },
  addresses: [{ title: 'Webhook URL', path: '/channels/vonage/{accountId}' }],
})

export type VonageProperties = Static<typeof vonageAccount.properties>
