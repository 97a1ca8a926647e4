import { defineAccount } from '@patchbay/shared/api'
import { type Static, Type } from 'typebox'
import { basicNamePattern, headerNamePattern, headerValuePattern, httpUrlPattern } from '../../kit/text-patterns.ts'

/** Placeholder for the id of a message in the Status URL. */
export const ID_PLACEHOLDER = '{id}'

export const httpGatewayAccount = defineAccount({
  id: 'http-gateway',
  title: 'HTTP gateway',
  description: 'An SMS gateway of your own. Texts go to its URL as JSON, and it posts the texts that arrive.',
  summary: 'Any carrier with HTTP',
  helpPage: 'http-gateway',
  haveReady: ['URL of the gateway, and the credential it asks for'],
  icon: 'plug-connected',
  properties: Type.Object(
    {
      url: Type.String({
        title: 'URL',
        description: 'takes each text as a POST with JSON',
        minLength: 1,
        maxLength: 2_000,
        ...httpUrlPattern,
        default: '',
        'x-ui': { widget: 'text', placeholder: 'https://sms.example.com/messages', emptyMessage: 'URL is empty' },
        'x-required': true,
      }),
      authentication: Type.Optional(
        Type.Enum(['none', 'basic', 'header'], {
          title: 'Authentication',
          default: 'none',
          'x-ui': { widget: 'select', optionLabels: { none: 'None', basic: 'Basic Auth', header: 'Header' } },
        }),
      ),
      username: Type.Optional(
        Type.String({
          title: 'Username',
          maxLength: 200,
          ...basicNamePattern,
          'x-ui': { widget: 'text', width: 'half', visibleWhen: { field: 'authentication', equals: 'basic' } },
        }),
      ),
      password: Type.Optional(
        Type.String({
          title: 'Password',
          maxLength: 500,
          'x-ui': { widget: 'secret', width: 'half', visibleWhen: { field: 'authentication', equals: 'basic' } },
          'x-secret': true,
          'x-secret-host': 'url',
        }),
      ),
      headerName: Type.Optional(
        Type.String({
          title: 'Header',
          maxLength: 100,
          ...headerNamePattern,
          'x-ui': {
            widget: 'text',
            width: 'half',
            placeholder: 'Authorization',
            visibleWhen: { field: 'authentication', equals: 'header' },
          },
        }),
      ),
      headerValue: Type.Optional(
        Type.String({
          title: 'Value',
          maxLength: 2_000,
          ...headerValuePattern,
          'x-ui': { widget: 'secret', width: 'half', visibleWhen: { field: 'authentication', equals: 'header' } },
          'x-secret': true,
          'x-secret-host': 'url',
        }),
      ),
      timeoutSeconds: Type.Optional(
        Type.Integer({
          title: 'Timeout',
          description: 'after which the gateway has taken a text or never will',
          minimum: 1,
          maximum: 60,
          default: 10,
          'x-ui': { widget: 'number', unit: 'sec', width: 'third' },
        }),
      ),
      honoursKeys: Type.Optional(
        Type.Boolean({
          title: 'Honours Idempotency-Key',
          description: 'takes a text with the same key once, however often it is sent',
          default: false,
          'x-ui': { widget: 'switch' },
        }),
      ),
      statusUrl: Type.Optional(
        Type.String({
          title: 'Status URL',
          description: 'answers whether a text was taken, on the host of URL; leave it empty if it cannot be asked',
          maxLength: 2_000,
          pattern: '^https?://[^\\s]*\\{id\\}[^\\s]*$',
          'x-pattern-text': 'an address that begins with http:// or https:// and has {id} in it',
          'x-ui': { widget: 'text', placeholder: 'https://sms.example.com/messages/{id}' },
        }),
      ),
      inboundSecret: Type.Optional(
        Type.String({
          title: 'Inbound secret',
          description: 'signs the texts that arrive, or comes with them as a token; left empty, one is generated',
          minLength: 16,
          maxLength: 256,
          'x-ui': { widget: 'secret', generate: true, placeholder: 'Generated when left empty' },
          'x-secret': true,
        }),
      ),
    },
    { additionalProperties: false },
  ),
  hashed: [],
  generated: ['inboundSecret'],
  capabilities: { create: true, test: true, webhook: false, status: false, numbers: true },
  addresses: [{ title: 'Inbound URL', path: '/channels/http-gateway/{accountId}' }],
})

export type HttpGatewayProperties = Static<typeof httpGatewayAccount.properties>
