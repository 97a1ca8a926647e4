import { defineAccount } from '@patchbay/shared/api'
import { type Static, Type } from 'typebox'
import { OAUTH_CALLBACK_PATH } from '../kit/oauth.ts'
import { headerNamePattern, headerValuePattern, httpUrlPattern } from '../kit/text-patterns.ts'

/** How an account signs in. */
const signIns = ['basic', 'header', 'client-credentials', 'password', 'authorization-code'] as const

const when = (...kinds: readonly (typeof signIns)[number][]) => ({ visibleWhen: { field: 'signIn', equals: kinds } })
const oauth = when('client-credentials', 'password', 'authorization-code')

/** An account of any web service: what a call signs in with. External Web Call names it instead of having secrets itself. */
export const webCallAccount = defineAccount({
  id: 'web-call',
  title: 'Web service',
  description:
    'What External Web Call signs in with at a service: a password, a key or OAuth 2.0, entered once for all flows.',
  summary: 'Password, key, OAuth 2.0',
  helpPage: 'web-accounts',
  icon: 'world-share',
  properties: Type.Object(
    {
      signIn: Type.Enum([...signIns], {
        title: 'Sign-in',
        default: 'basic',
        'x-ui': {
          widget: 'select',
          optionLabels: {
            basic: 'Basic Auth',
            header: 'Header Key',
            'client-credentials': 'OAuth 2.0 Client Credentials',
            password: 'OAuth 2.0 Password',
            'authorization-code': 'OAuth 2.0 Authorization Code',
          },
        },
        'x-required': true,
      }),
      addresses: Type.String({
        title: 'Allowed Addresses',
        description: 'where the account may be used: scheme and host, with spaces between several',
        maxLength: 2_000,
        pattern: '^\\s*https?://[^\\s,/?#@]+/?(?:[\\s,]+https?://[^\\s,/?#@]+/?)*\\s*$',
        'x-pattern-text': 'addresses such as https://api.example.com, without a path',
        default: '',
        'x-ui': {
          widget: 'text',
          mono: true,
          placeholder: 'https://api.example.com',
          emptyMessage: 'Allowed Addresses is empty',
        },
        'x-required': true,
      }),
      headerName: Type.Optional(
        Type.String({
          title: 'Header',
          maxLength: 100,
          ...headerNamePattern,
          'x-ui': {
            widget: 'text',
            width: 'half',
            placeholder: 'X-Api-Key',
            emptyMessage: 'Header is empty',
            ...when('header'),
          },
          'x-required': true,
        }),
      ),
      headerPrefix: Type.Optional(
        Type.String({
          title: 'Prefix',
          description: 'stands before the key, such as Bearer; empty for none',
          maxLength: 100,
          ...headerValuePattern,
          'x-ui': { widget: 'text', width: 'half', ...when('header') },
        }),
      ),
      headerValue: Type.Optional(
        Type.String({
          title: 'Key',
          maxLength: 4_000,
          ...headerValuePattern,
          'x-ui': { widget: 'secret', emptyMessage: 'Key is empty', ...when('header') },
          'x-required': true,
          'x-secret': true,
          'x-secret-host': 'addresses',
        }),
      ),
      authorizationUrl: Type.Optional(
        Type.String({
          title: 'Authorization URL',
          description: 'where a person agrees; enter the Redirect URL below at the service',
          maxLength: 2_000,
          ...httpUrlPattern,
          'x-ui': {
            widget: 'text',
            mono: true,
            placeholder: 'https://',
            emptyMessage: 'Authorization URL is empty',
            ...when('authorization-code'),
          },
          'x-required': true,
        }),
      ),
      tokenUrl: Type.Optional(
        Type.String({
          title: 'Token URL',
          maxLength: 2_000,
          ...httpUrlPattern,
          'x-ui': { widget: 'text', mono: true, placeholder: 'https://', emptyMessage: 'Token URL is empty', ...oauth },
          'x-required': true,
        }),
      ),
      username: Type.Optional(
        Type.String({
          title: 'Username',
          maxLength: 500,
          'x-ui': { widget: 'text', width: 'half', emptyMessage: 'Username is empty', ...when('basic', 'password') },
          'x-required': true,
        }),
      ),
      password: Type.Optional(
        Type.String({
          title: 'Password',
          maxLength: 2_000,
          'x-ui': { widget: 'secret', width: 'half', emptyMessage: 'Password is empty', ...when('basic', 'password') },
          'x-required': true,
          'x-secret': true,
          // A password of OAuth 2.0 goes to the token service, and the token made with it to the service.
          'x-secret-host': ['tokenUrl', 'addresses'],
        }),
      ),
      clientId: Type.Optional(
        Type.String({
          title: 'Client ID',
          maxLength: 500,
          'x-ui': { widget: 'text', width: 'half', emptyMessage: 'Client ID is empty', ...oauth },
          'x-required': true,
        }),
      ),
      clientSecret: Type.Optional(
        Type.String({
          title: 'Client Secret',
          description: 'empty for a client without one',
          maxLength: 4_000,
          'x-ui': { widget: 'secret', width: 'half', ...oauth },
          'x-secret': true,
          'x-secret-host': ['tokenUrl', 'addresses'],
        }),
      ),
      scope: Type.Optional(
        Type.String({
          title: 'Scope',
          description: 'as the service names it; several with spaces between them',
          maxLength: 2_000,
          'x-ui': { widget: 'text', width: 'half', ...oauth },
        }),
      ),
      audience: Type.Optional(
        Type.String({
          title: 'Audience',
          description: 'the API that the token is for, if the token service wants to know it',
          maxLength: 2_000,
          'x-ui': { widget: 'text', width: 'half', ...oauth },
        }),
      ),
      clientAuthentication: Type.Optional(
        Type.Enum(['automatic', 'basic', 'body'], {
          title: 'Client Authentication',
          description: 'how ID and secret are sent to the token service',
          default: 'automatic',
          'x-ui': {
            widget: 'select',
            width: 'half',
            optionLabels: { automatic: 'Find out', basic: 'Basic header', body: 'In the body' },
            ...oauth,
          },
        }),
      ),
      testUrl: Type.Optional(
        Type.String({
          title: 'Test Address',
          description: 'Test Connection reads it with GET; leave it empty to call nothing',
          maxLength: 2_000,
          ...httpUrlPattern,
          'x-ui': { widget: 'text', mono: true, placeholder: 'https://api.example.com/me' },
        }),
      ),
    },
    { additionalProperties: false },
  ),
  hashed: [],
  generated: [],
  capabilities: { create: true, test: true, webhook: false, status: true },
  addresses: [{ title: 'Redirect URL', path: OAUTH_CALLBACK_PATH }],
})

export type WebCallProperties = Static<typeof webCallAccount.properties>

/** The origins that the account may be used for. */
export function originsOf({ addresses }: Pick<WebCallProperties, 'addresses'>): readonly string[] {
  const texts = addresses.split(/[\s,]+/).filter((text) => text !== '')
  return [...new Set(texts.flatMap((text) => URL.parse(text)?.origin ?? []))].toSorted()
}
