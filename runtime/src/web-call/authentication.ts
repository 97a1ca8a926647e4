import { Type } from 'typebox'
import { accountInput } from '../kit/account-input.ts'
import { webCallAccount } from './saved-account.ts'

const whenBasic = { field: 'auth.type', equals: 'basic' } as const
const whenOAuth = { field: 'auth.type', equals: 'oauth2' } as const
const whenAccount = { field: 'auth.type', equals: 'account' } as const

/** The Authentication of External Web Call. Only the properties of the chosen type are read. */
export const authentication = Type.Object(
  {
    type: Type.Enum(['none', 'basic', 'oauth2', 'account'], {
      title: 'Authentication',
      default: 'none',
      'x-ui': {
        widget: 'select',
        width: 'third',
        optionLabels: { none: 'None', basic: 'Basic Auth', oauth2: 'OAuth 2.0', account: 'Account' },
      },
    }),
    account: Type.Optional(
      Type.String({
        title: 'Account',
        maxLength: 100,
        'x-ui': { ...accountInput(webCallAccount.id), visibleWhen: whenAccount },
        'x-required': true,
      }),
    ),
    username: Type.Optional(
      Type.String({
        title: 'Username',
        maxLength: 500,
        'x-ui': { widget: 'text', group: 'Basic Auth', width: 'half', visibleWhen: whenBasic },
      }),
    ),
    password: Type.Optional(
      Type.String({
        title: 'Password',
        maxLength: 2_000,
        'x-ui': { widget: 'secret', group: 'Basic Auth', width: 'half', visibleWhen: whenBasic },
        'x-secret': true,
        'x-secret-host': 'url',
      }),
    ),
    grantType: Type.Optional(
      Type.Enum(['client_credentials'], {
        title: 'Grant Type',
        default: 'client_credentials',
        'x-ui': {
          widget: 'select',
          group: 'OAuth 2.0',
          width: 'half',
          optionLabels: { client_credentials: 'Client Credentials' },
          visibleWhen: whenOAuth,
        },
      }),
    ),
    scope: Type.Optional(
      Type.String({
        title: 'Scope',
        description: 'What the token may be used for, as the service names it. Several are separated by spaces.',
        maxLength: 2_000,
        'x-ui': { widget: 'text', group: 'OAuth 2.0', width: 'half', visibleWhen: whenOAuth },
      }),
    ),
    clientId: Type.Optional(
      Type.String({
        title: 'Client ID',
        maxLength: 500,
        'x-ui': {
          widget: 'text',
          group: 'OAuth 2.0',
          width: 'half',
          visibleWhen: whenOAuth,
          emptyMessage: 'Client ID is empty',
        },
        'x-required': true,
      }),
    ),
    clientSecret: Type.Optional(
      Type.String({
        title: 'Client Secret',
        maxLength: 2_000,
        'x-ui': {
          widget: 'secret',
          group: 'OAuth 2.0',
          width: 'half',
          visibleWhen: whenOAuth,
          emptyMessage: 'Client Secret is empty',
        },
        'x-required': true,
        'x-secret': true,
        // The secret's host includes the service, because the service gets the token made with it.
        'x-secret-host': ['auth.tokenUrl', 'url'],
      }),
    ),
    tokenMethod: Type.Optional(
      Type.Enum(['POST'], {
        title: 'Token Method',
        default: 'POST',
        'x-ui': { widget: 'select', group: 'OAuth 2.0', width: 'third', visibleWhen: whenOAuth },
      }),
    ),
    tokenUrl: Type.Optional(
      Type.String({
        title: 'Token URL',
        maxLength: 2_000,
        'x-ui': {
          widget: 'text',
          group: 'OAuth 2.0',
          mono: true,
          placeholder: 'https://',
          visibleWhen: whenOAuth,
          emptyMessage: 'Token URL is empty',
        },
        'x-required': true,
        'x-url': true,
      }),
    ),
    audience: Type.Optional(
      Type.String({
        title: 'Audience',
        description: 'The API that the token is for, if the token service wants to know it.',
        maxLength: 2_000,
        'x-ui': { widget: 'text', group: 'OAuth 2.0', width: 'half', visibleWhen: whenOAuth },
      }),
    ),
    resource: Type.Optional(
      Type.String({
        title: 'Resource',
        description: 'The address of that API, for token services that ask for a resource.',
        maxLength: 2_000,
        'x-ui': { widget: 'text', group: 'OAuth 2.0', width: 'half', visibleWhen: whenOAuth },
      }),
    ),
    parameters: Type.Optional(
      Type.Array(
        Type.Object(
          {
            key: Type.String({
              title: 'Parameter',
              maxLength: 200,
              'x-ui': { widget: 'text', emptyMessage: 'A parameter has no name' },
              'x-required': true,
            }),
            value: Type.String({
              title: 'Value',
              maxLength: 8_000,
              'x-ui': { widget: 'text' },
              'x-secret': { whenSibling: 'secret', orNamedBy: 'key' },
              'x-secret-host': ['auth.tokenUrl', 'url'],
            }),
            secret: Type.Optional(
              Type.Boolean({
                title: 'Secret',
                description: 'Stored encrypted and never shown again.',
                'x-ui': { widget: 'switch', width: 'third' },
              }),
            ),
          },
          { additionalProperties: false },
        ),
        {
          title: 'Further Parameters',
          description: 'Whatever else the token service wants in the request.',
          maxItems: 50,
          'x-ui': { widget: 'rows', group: 'OAuth 2.0', addLabel: 'Add parameter', visibleWhen: whenOAuth },
        },
      ),
    ),
    tokenContentType: Type.Optional(
      Type.Enum(['application/x-www-form-urlencoded'], {
        title: 'Token Content Type',
        default: 'application/x-www-form-urlencoded',
        'x-ui': { widget: 'select', group: 'OAuth 2.0', visibleWhen: whenOAuth },
      }),
    ),
  },
  { additionalProperties: false, title: 'Authentication', 'x-ui': { widget: 'fields' } },
)
