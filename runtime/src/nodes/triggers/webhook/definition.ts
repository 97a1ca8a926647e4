import { defineNode, type FieldCondition } from '@patchbay/shared/nodes'
import { Type } from 'typebox'

const exact = { additionalProperties: false } as const

const whenBasic = { field: 'auth.type', equals: 'basic' } as const
const whenHeader = { field: 'auth.type', equals: 'header' } as const
const whenSigned = { field: 'auth.type', equals: 'signature' } as const
const whenOther = { field: 'auth.scheme', equals: 'other', and: whenSigned } as const

const whenListed = { field: 'events.from', equals: ['body', 'header'] } as const
const whenTold = { field: 'repeated.from', equals: ['body', 'header'] } as const

const headerPattern = "^[!#$%&'*+.^_`|~0-9A-Za-z-]*$"

const webhookMethods = ['POST', 'GET', 'PUT', 'PATCH', 'DELETE'] as const

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

/** A path into the body, or the name of a header. */
function valuePlace(title: string, placeholder: string, visibleWhen: FieldCondition) {
  return Type.String({
    title,
    description: 'A path into the body, such as data.id, or the name of the header.',
    maxLength: 200,
    'x-ui': { widget: 'text', mono: true, placeholder, visibleWhen, emptyMessage: `${title}: this is empty` },
    'x-required': true,
  })
}

export const webhook = defineNode({
  id: 'webhook',
  typeVersion: 1,
  kind: 'trigger',
  category: 'triggers',
  title: 'Webhook',
  description: 'Starts the flow when another service sends an event to an address of its own.',
  icon: 'webhook',
  keywords: ['website', 'form', 'order', 'event', 'notice', 'hook', 'http', 'callback', 'help desk', 'shop'],
  variablePrefix: 'WEBHOOK',
  listens: { path: 'path' },
  hold: { daysField: 'holdDays', otherwise: 4 },
  start: { title: 'An event comes in', text: 'A help desk or shop sends a notice.' },
  inputs: Type.Object(
    {
      address: Type.Optional(
        Type.Null({
          title: 'Webhook URL',
          description: 'Enter this address in the other service.',
          'x-ui': {
            widget: 'address',
            address: {
              path: '/hooks/{path}',
              example: {
                methodOf: 'methods',
                arguments: [
                  { flag: '-u', text: '{auth.username}:{auth.password}', when: whenBasic },
                  { flag: '-H', text: '{auth.headerName}: {auth.headerValue}', when: whenHeader },
                ],
              },
            },
          },
        }),
      ),
      path: Type.String({
        title: 'Path',
        description:
          'Last part of the address: letters, digits, hyphens and underscores. A generated path cannot be guessed.',
        maxLength: 128,
        pattern: '^[A-Za-z0-9_-]*$',
        default: '',
        'x-ui': { widget: 'text', mono: true, generate: true, emptyMessage: 'Path is empty' },
        'x-required': true,
      }),
      methods: Type.Optional(
        Type.Array(Type.Enum([...webhookMethods]), {
          title: 'Methods',
          minItems: 1,
          uniqueItems: true,
          default: ['POST'],
          'x-ui': { widget: 'choices' },
        }),
      ),
      auth: Type.Optional(
        Type.Object(
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
                'x-ui': { widget: 'text', width: 'half', placeholder: 'webhook', visibleWhen: whenBasic },
              }),
            ),
            headerName: Type.Optional(
              Type.String({
                title: 'Header',
                maxLength: 120,
                pattern: headerPattern,
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
                pattern: headerPattern,
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
                description:
                  'Seconds since 1970, signed in front of the body with a point between. Empty: only the body.',
                maxLength: 120,
                pattern: headerPattern,
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
          { ...exact, title: 'Authentication', 'x-ui': { widget: 'fields' } },
        ),
      ),
      events: Type.Optional(
        Type.Object(
          {
            from: Type.Enum(['all', 'body', 'header', 'gladly'], {
              title: 'Events',
              description:
                'Which of the events that the service sends start the flow. Others are answered and left alone.',
              default: 'all',
              'x-ui': {
                widget: 'select',
                optionLabels: {
                  all: 'All',
                  body: 'By a value of the body',
                  header: 'By a header',
                  gladly: 'Conversations of Gladly',
                },
              },
            }),
            name: Type.Optional(valuePlace('Where the event is named', 'type', whenListed)),
            only: Type.Optional(
              Type.Array(
                Type.Object(
                  {
                    event: Type.String({
                      title: 'Event',
                      maxLength: 200,
                      'x-ui': { widget: 'text', mono: true, emptyMessage: 'An event has no name' },
                      'x-required': true,
                    }),
                  },
                  exact,
                ),
                {
                  title: 'Start the flow for',
                  description: 'Names of events; a star at the end stands for anything.',
                  maxItems: 100,
                  'x-ui': { widget: 'rows', addLabel: 'Add event', visibleWhen: whenListed },
                },
              ),
            ),
          },
          { ...exact, title: 'Events', 'x-ui': { widget: 'fields' } },
        ),
      ),
      repeated: Type.Optional(
        Type.Object(
          {
            from: Type.Enum(['signed', 'body', 'header', 'none'], {
              title: 'Repeated events',
              description: 'An event that comes again within 14 days starts no second run. What tells it:',
              default: 'signed',
              'x-ui': {
                widget: 'select',
                optionLabels: {
                  signed: 'The ID that comes with the signature',
                  body: 'A value of the body',
                  header: 'A header',
                  none: 'Nothing: each starts a run',
                },
              },
            }),
            name: Type.Optional(valuePlace('Where the ID is', 'id', whenTold)),
          },
          { ...exact, title: 'Repeated events', 'x-ui': { widget: 'fields' } },
        ),
      ),
      holdDays: Type.Optional(
        Type.Integer({
          title: 'Held while paused',
          description:
            'How long events of a paused flow wait for it. After that they end as cancelled, and can be replayed.',
          minimum: 1,
          maximum: 14,
          default: 4,
          'x-ui': { widget: 'number', width: 'half', unit: 'days' },
        }),
      ),
      verifyToken: Type.Optional(
        Type.String({
          title: 'Verify Token',
          description: 'What Meta sends when the address is entered there. Empty: any is taken. It starts nothing.',
          maxLength: 500,
          'x-ui': { widget: 'secret', generate: true },
          'x-secret': true,
        }),
      ),
      allowedOrigins: Type.Optional(
        Type.String({
          title: 'Allowed Origins',
          description: 'Web pages whose scripts may call this webhook, with commas between; * for all. Empty: none.',
          maxLength: 2_000,
          'x-ui': { widget: 'text', mono: true, placeholder: 'https://www.example.com' },
        }),
      ),
    },
    exact,
  ),
  outputs: [
    { name: 'body', title: 'The body as data', type: 'any' },
    { name: 'headers', title: 'Headers by name in lower case', type: 'object' },
    { name: 'query', title: 'Query part of the address', type: 'object' },
    { name: 'method', title: 'Method', type: 'text', sample: 'POST' },
    { name: 'rawBody', title: 'The body as text', type: 'text' },
  ],
  sets: [],
  exits: [{ id: 'next', label: 'Next' }],
  repeat: 'safe',
  summary: [{ text: '/hooks/' }, { field: 'path', style: 'mono' }],
  defaults: { path: '', methods: ['POST'], auth: { type: 'none' } },
})
