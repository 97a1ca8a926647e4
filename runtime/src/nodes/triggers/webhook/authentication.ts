import type { FieldCondition } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { headerNamePattern } from '../../../kit/text-patterns.ts'

export const whenBasic = { field: 'auth.type', equals: 'basic' } as const
export const whenHeader = { field: 'auth.type', equals: 'header' } as const
const whenSigned = { field: 'auth.type', equals: 'signature' } as const
const whenOther = { field: 'auth.scheme', equals: 'other', and: whenSigned } as const

/** A secret beside the first one, for the time in which the other service changes from one to the other. */
function nextKey(title: string, visibleWhen: FieldCondition) {
  return Type.Optional(
    Type.String({
      title,
      description: 'Counts beside the first, while you change it.',
      maxLength: 500,
      'x-ui': { widget: 'secret', width: 'half', visibleWhen },
      'x-secret': true,
    }),
  )
}

/** The fields that say how a sender proves who it is. */
export const authentication = Type.Object(
  {
    type: Type.Enum(['none', 'basic', 'header', 'signature'], {
      title: 'Authentication',
      description: 'What the other service must send to be believed.',
      default: 'none',
      'x-ui': {
        widget: 'select',
        optionLabels: { none: 'None', basic: 'Basic Auth', header: 'Header', signature: 'Signature' },
      },
    }),
    username: Type.Optional(
      Type.String({
        title: 'Username',
        maxLength: 500,
        'x-ui': {
          widget: 'text',
          width: 'half',
          visibleWhen: whenBasic,
          emptyMessage: 'Username is empty',
        },
        'x-required': true,
      }),
    ),
    password: Type.Optional(
      Type.String({
        title: 'Password',
        maxLength: 500,
        'x-ui': {
          widget: 'secret',
          width: 'half',
          generate: true,
          visibleWhen: whenBasic,
          emptyMessage: 'Password is empty',
        },
        'x-required': true,
        'x-secret': true,
      }),
    ),
    nextPassword: nextKey('Second password', whenBasic),
    realm: Type.Optional(
      Type.String({
        title: 'Realm',
        description: 'Named when a request comes without a password. Empty: webhook.',
        maxLength: 100,
        pattern: '^[^"\\\\\\x00-\\x1f]*$',
        'x-pattern-text': 'text without quotation marks, backslashes and line breaks',
        'x-ui': { widget: 'text', width: 'half', placeholder: 'webhook', visibleWhen: whenBasic },
      }),
    ),
    headerName: Type.Optional(
      Type.String({
        title: 'Header',
        maxLength: 120,
        ...headerNamePattern,
        'x-ui': {
          widget: 'text',
          width: 'half',
          mono: true,
          placeholder: 'X-Api-Key',
          visibleWhen: whenHeader,
          emptyMessage: 'Header is empty',
        },
        'x-required': true,
      }),
    ),
    headerValue: Type.Optional(
      Type.String({
        title: 'Value',
        maxLength: 500,
        'x-ui': {
          widget: 'secret',
          width: 'half',
          generate: true,
          visibleWhen: whenHeader,
          emptyMessage: 'Value of the header is empty',
        },
        'x-required': true,
        'x-secret': true,
      }),
    ),
    nextHeaderValue: nextKey('Second value', whenHeader),
    scheme: Type.Optional(
      Type.Enum(['standard-webhooks', 'github', 'stripe', 'slack', 'zoom', 'shopify', 'twilio', 'other'], {
        title: 'Signed as by',
        default: 'standard-webhooks',
        'x-ui': {
          widget: 'select',
          visibleWhen: whenSigned,
          optionLabels: {
            'standard-webhooks': 'Standard Webhooks, Svix',
            github: 'GitHub, Meta',
            stripe: 'Stripe',
            slack: 'Slack',
            zoom: 'Zoom',
            shopify: 'Shopify',
            twilio: 'Twilio',
            other: 'Another service',
          },
        },
        'x-required': true,
      }),
    ),
    key: Type.Optional(
      Type.String({
        title: 'Key',
        description: 'The signing secret, as the other service shows it.',
        maxLength: 500,
        'x-ui': {
          widget: 'secret',
          width: 'half',
          generate: true,
          visibleWhen: whenSigned,
          emptyMessage: 'Key is empty',
        },
        'x-required': true,
        'x-secret': true,
      }),
    ),
    nextKey: nextKey('Second key', whenSigned),
    signatureHeader: Type.Optional(
      Type.String({
        title: 'Header of the signature',
        maxLength: 120,
        ...headerNamePattern,
        'x-ui': {
          widget: 'text',
          width: 'half',
          mono: true,
          placeholder: 'X-Signature',
          visibleWhen: whenOther,
          emptyMessage: 'Header of the signature is empty',
        },
        'x-required': true,
      }),
    ),
    prefix: Type.Optional(
      Type.String({
        title: 'Begins with',
        maxLength: 40,
        'x-ui': { widget: 'text', width: 'half', mono: true, placeholder: 'sha256=', visibleWhen: whenOther },
      }),
    ),
    algorithm: Type.Optional(
      Type.Enum(['sha256', 'sha1', 'sha512'], {
        title: 'Algorithm',
        default: 'sha256',
        'x-ui': {
          widget: 'select',
          width: 'half',
          visibleWhen: whenOther,
          optionLabels: { sha256: 'HMAC SHA-256', sha1: 'HMAC SHA-1', sha512: 'HMAC SHA-512' },
        },
      }),
    ),
    encoding: Type.Optional(
      Type.Enum(['hex', 'base64'], {
        title: 'Written as',
        default: 'hex',
        'x-ui': {
          widget: 'select',
          width: 'half',
          visibleWhen: whenOther,
          optionLabels: { hex: 'Hexadecimal', base64: 'Base64' },
        },
      }),
    ),
    timestampHeader: Type.Optional(
      Type.String({
        title: 'Header of the time',
        description: 'Seconds since 1970, signed in front of the body with a point between. Empty: only the body.',
        maxLength: 120,
        ...headerNamePattern,
        'x-ui': {
          widget: 'text',
          width: 'half',
          mono: true,
          placeholder: 'X-Timestamp',
          visibleWhen: whenOther,
        },
      }),
    ),
    toleranceSeconds: Type.Optional(
      Type.Integer({
        title: 'Most age',
        description: 'A signed request that is older, or as far in the future, is refused.',
        minimum: 1,
        maximum: 86_400,
        default: 300,
        'x-ui': { widget: 'number', width: 'half', unit: 'sec', visibleWhen: whenSigned },
      }),
    ),
  },
  { additionalProperties: false, title: 'Authentication', 'x-ui': { widget: 'fields' } },
)
