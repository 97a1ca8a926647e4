import { defineAccount } from '@patchbay/shared/api'
import { type Static, Type } from 'typebox'
import { apiUrlProperty } from '../../kit/account-properties.ts'
import { keyPattern } from '../../kit/text-patterns.ts'

export const lexAccount = defineAccount({
  id: 'lex',
  title: 'Amazon Lex',
  description: 'Lets flows talk with bots that you have built in Amazon Lex V2.',
  summary: 'Bots that understand text',
  helpPage: 'lex',
  haveReady: [
    'Access key of an IAM user that may use lex:RecognizeText and lex:GetSession',
    'Region, Bot ID and Alias ID, from the Lex console',
  ],
  icon: 'message-chatbot',
  properties: Type.Object(
    {
      accessKeyId: Type.String({
        title: 'Access Key ID',
        description: 'of an IAM user allowed to use Lex',
        minLength: 1,
        maxLength: 128,
        pattern: '^\\w+$',
        'x-pattern-text': 'letters, digits and underscores',
        default: '',
        'x-ui': { widget: 'text', width: 'half', placeholder: 'AKIA…', emptyMessage: 'Access Key ID is empty' },
        'x-required': true,
      }),
      secretAccessKey: Type.String({
        title: 'Secret Access Key',
        minLength: 1,
        maxLength: 200,
        default: '',
        'x-ui': { widget: 'secret', width: 'half', emptyMessage: 'Secret Access Key is empty' },
        'x-secret': true,
        'x-secret-host': 'apiUrl',
        'x-required': true,
      }),
      sessionToken: Type.Optional(
        Type.String({
          title: 'Session Token',
          description: 'only for temporary keys, which begin with ASIA and end after some hours',
          minLength: 1,
          maxLength: 4_096,
          ...keyPattern,
          'x-ui': { widget: 'secret' },
          'x-secret': true,
          'x-secret-host': 'apiUrl',
        }),
      ),
      region: Type.String({
        title: 'Region',
        description: 'of the bots, as the address of the Lex console begins',
        maxLength: 30,
        pattern: '^[a-z]{2}(?:-[a-z]+){1,3}-\\d$',
        'x-pattern-text': 'the name of a region, such as us-east-1',
        default: '',
        'x-ui': { widget: 'text', width: 'half', placeholder: 'us-east-1', emptyMessage: 'Region is empty' },
        'x-required': true,
      }),
      apiUrl: apiUrlProperty(
        'https://runtime-v2-lex.us-east-1.amazonaws.com',
        'only where the bots are reached at another address than that of the region',
      ),
      testBotId: Type.Optional(
        Type.String({
          title: 'Test Bot ID',
          description: 'a bot that Test Connection asks for, without a turn in it; empty: only the keys are tried',
          pattern: '^(?:[0-9a-zA-Z]{10})?$',
          'x-pattern-text': '10 letters and digits',
          'x-ui': { widget: 'text', width: 'third', placeholder: 'A1B2C3D4E5' },
        }),
      ),
      testBotAlias: Type.Optional(
        Type.String({
          title: 'Test Bot Alias',
          pattern: '^(?:[0-9a-zA-Z]{10})?$',
          'x-pattern-text': '10 letters and digits',
          'x-ui': { widget: 'text', width: 'third', placeholder: 'TSTALIASID' },
        }),
      ),
      testLocale: Type.Optional(
        Type.String({
          title: 'Test Locale',
          pattern: '^(?:[a-z]{2,3}(?:_[A-Z0-9]{2,3})?)?$',
          'x-pattern-text': 'a locale such as en_US',
          'x-ui': { widget: 'text', width: 'third', placeholder: 'en_US' },
        }),
      ),
    },
    { additionalProperties: false },
  ),
  hashed: [],
  generated: [],
  capabilities: { create: true, test: true, webhook: false, status: false, bot: true },
  addresses: [],
})

export type LexProperties = Static<typeof lexAccount.properties>
