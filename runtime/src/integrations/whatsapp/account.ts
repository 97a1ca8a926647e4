import { defineAccount } from '@patchbay/shared/api'
import { type Static, Type } from 'typebox'
import { messagesPerSecondProperty } from '../../kit/account-properties.ts'
import { baseUrlPattern, basicNamePattern } from '../../kit/text-patterns.ts'

const of = (provider: string) => ({ visibleWhen: { field: 'provider', equals: provider } })

/** A secret of one provider. It goes to the host of the API URL only. */
function secret(title: string, description: string, hints: object) {
  return Type.Optional(
    Type.String({
      title,
      description,
      maxLength: 5_000,
      'x-ui': { widget: 'secret', ...hints },
      'x-secret': true,
      'x-secret-host': 'apiUrl',
    }),
  )
}

export const whatsappAccount = defineAccount({
  id: 'whatsapp',
  title: 'WhatsApp',
  description: 'Messages over a WhatsApp number that you have at Infobip, Twilio or Nexmo (Vonage).',
  summary: 'Infobip, Twilio, Nexmo',
  helpPage: 'messengers/whatsapp',
  haveReady: ['The WhatsApp number, approved as sender'],
  askedFirst: {
    property: 'provider',
    haveReady: {
      infobip: ['API URL and API Key, from the Infobip portal'],
      twilio: ['SID and Token, from the Twilio Console'],
      nexmo: [
        'Key and Secret, or a JWT, from the Vonage dashboard',
        'Signature secret, so that every message is checked',
      ],
    },
  },
  icon: 'brand-whatsapp',
  properties: Type.Object(
    {
      provider: Type.Enum(['infobip', 'twilio', 'nexmo'], {
        title: 'Provider',
        default: 'infobip',
        'x-ui': { widget: 'select', optionLabels: { infobip: 'Infobip', twilio: 'Twilio', nexmo: 'Nexmo' } },
      }),
      apiUrl: Type.Optional(
        Type.String({
          title: 'API URL',
          description: 'empty: the usual address of Twilio or Nexmo. Infobip gives each account its own',
          maxLength: 300,
          ...baseUrlPattern,
          'x-ui': { widget: 'text', placeholder: 'https://' },
        }),
      ),
      apiKey: secret('API Key', 'with the scopes for WhatsApp', of('infobip')),
      webhookUsername: Type.Optional(
        Type.String({
          title: 'Webhook Username',
          description: 'what Infobip signs in with when it brings messages',
          maxLength: 100,
          ...basicNamePattern,
          default: 'infobip',
          'x-ui': { widget: 'text', width: 'half', ...of('infobip') },
        }),
      ),
      webhookPassword: Type.Optional(
        Type.String({
          title: 'Webhook Password',
          minLength: 10,
          maxLength: 200,
          'x-ui': {
            widget: 'secret',
            width: 'half',
            generate: true,
            placeholder: 'Generated when left empty',
            ...of('infobip'),
          },
          'x-secret': true,
        }),
      ),
      sid: Type.Optional(
        Type.String({
          title: 'SID',
          description: 'begins with AC; on the first page of the Twilio Console',
          pattern: '^(AC[0-9a-fA-F]{32})?$',
          'x-pattern-text': 'AC, then 32 digits and letters from a to f',
          'x-ui': { widget: 'text', placeholder: 'AC…', ...of('twilio') },
        }),
      ),
      token: secret('Token', 'beside the SID; it also proves that a message comes from Twilio', of('twilio')),
      authenticationType: Type.Optional(
        Type.Enum(['jwt', 'basic', 'application'], {
          title: 'Authentication type',
          default: 'jwt',
          'x-ui': {
            widget: 'select',
            optionLabels: { jwt: 'JWT', basic: 'API key and secret', application: 'Application' },
            ...of('nexmo'),
          },
        }),
      ),
      key: secret('Key', 'the JWT; or the API key', of('nexmo')),
      secret: secret(
        'Secret',
        'of the API key; or the private key of the application; empty in the sandbox',
        of('nexmo'),
      ),
      signatureSecret: secret('Signature secret', 'proves that a message comes from Nexmo', of('nexmo')),
      applicationId: Type.Optional(
        Type.String({
          title: 'Application ID',
          maxLength: 100,
          'x-ui': { widget: 'text', mono: true, ...of('nexmo') },
        }),
      ),
      businessAccountId: Type.Optional(
        Type.String({
          title: 'WhatsApp Business Account ID',
          description: 'with it, Send Message lists your approved templates; empty: their names are typed there',
          pattern: '^\\d{0,30}$',
          'x-pattern-text': 'a number of at most 30 digits',
          'x-ui': { widget: 'text', mono: true, ...of('nexmo') },
        }),
      ),
      number: Type.String({
        title: 'WhatsApp number',
        description: 'with its country code, such as +1 786 555 0133',
        maxLength: 30,
        default: '',
        'x-ui': { widget: 'text', placeholder: '+1…', emptyMessage: 'WhatsApp number is empty' },
        'x-required': true,
      }),
      messagesPerSecond: messagesPerSecondProperty,
    },
    { additionalProperties: false },
  ),
  hashed: [],
  generated: ['webhookPassword'],
  capabilities: { create: true, test: true, webhook: true, status: false },
  wanted: { signatureSecret: 'What Nexmo brings is refused.' },
  addresses: [{ title: 'Webhook URL', path: '/channels/whatsapp/{accountId}' }],
})

export type WhatsAppProperties = Static<typeof whatsappAccount.properties>
