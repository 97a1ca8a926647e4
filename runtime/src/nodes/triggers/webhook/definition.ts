import { defineNode } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { answerInputs, awaitsAnswer } from '../../../kit/answer-inputs.ts'
import { authentication, whenBasic, whenHeader } from './authentication.ts'
import { eventFilter, repetition } from './event-fields.ts'

const exact = { additionalProperties: false } as const

const webhookMethods = ['POST', 'GET', 'PUT', 'PATCH', 'DELETE'] as const

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
  hold: { daysField: 'holdDays', otherwise: 4, perMinuteField: 'heldPerMinute' },
  awaitsAnswer,
  start: { title: 'An event comes in', text: 'A help desk or shop sends a notice.' },
  inputs: Type.Object(
    {
      address: Type.Optional(
        Type.Null({
          title: 'Webhook URL',
          description: 'Enter this address in the other service.',
          'x-ui': {
            widget: 'address',
            section: 'calling',
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
      sample: Type.Optional(
        Type.Null({
          title: 'Sample',
          'x-ui': { widget: 'listen', section: 'calling' },
        }),
      ),
      path: Type.String({
        title: 'Path',
        description:
          'Last part of the address: letters, digits, hyphens and underscores. A generated path cannot be guessed.',
        maxLength: 128,
        pattern: '^[A-Za-z0-9_-]*$',
        'x-pattern-text': 'letters, digits, hyphens and underscores',
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
      ...answerInputs,
      auth: Type.Optional(authentication),
      events: Type.Optional(eventFilter),
      repeated: Type.Optional(repetition),
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
      heldPerMinute: Type.Optional(
        Type.Integer({
          title: 'Started after the pause',
          description: 'At most so many of the held events, in their order. Empty: as fast as the flow works.',
          minimum: 1,
          maximum: 6_000,
          'x-ui': { widget: 'number', width: 'half', unit: '/ min' },
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
