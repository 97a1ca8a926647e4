import { defineNode } from '@patchbay/shared/nodes'
import { Type } from 'typebox'

const exact = { additionalProperties: false } as const

const whenBasic = { field: 'auth.type', equals: 'basic' } as const
const whenHeader = { field: 'auth.type', equals: 'header' } as const

const webhookMethods = ['POST', 'GET', 'PUT', 'PATCH', 'DELETE'] as const

export const webhook = defineNode({
  id: 'webhook',
  typeVersion: 1,
  kind: 'trigger',
  category: 'triggers',
  title: 'Webhook',
  description: 'Starts the flow when another service sends an event to an address of its own.',
  icon: 'webhook',
  keywords: ['event', 'notice', 'hook', 'http', 'callback', 'help desk', 'shop'],
  variablePrefix: 'WEBHOOK',
  listens: { path: 'path' },
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
            type: Type.Enum(['none', 'basic', 'header'], {
              title: 'Authentication',
              description: 'What the other service must send to be believed.',
              default: 'none',
              'x-ui': {
                widget: 'select',
                optionLabels: { none: 'None', basic: 'Basic Auth', header: 'Header' },
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
            headerName: Type.Optional(
              Type.String({
                title: 'Header',
                maxLength: 120,
                pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]*$",
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
          },
          { ...exact, title: 'Authentication', 'x-ui': { widget: 'fields' } },
        ),
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
