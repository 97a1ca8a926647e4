import { defineNode } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { accountInput } from '../../../../kit/account-input.ts'

/** How an item reaches Zapier. */
const zapierModes = ['feed', 'instant', 'catch-hook'] as const

export const zapierInvoke = defineNode({
  id: 'zapier-invoke',
  typeVersion: 1,
  kind: 'action',
  category: 'integrations',
  title: 'Zapier Invoke',
  description: 'Starts Zaps with values of this run.',
  icon: 'bolt',
  keywords: ['zap', 'zapier', 'invoke', 'automation', 'webhooks by zapier', 'catch hook'],
  variablePrefix: 'ZAP',
  inputs: Type.Object(
    {
      account: Type.String({
        title: 'Account',
        description: 'Zaps that are connected with this account see the item.',
        maxLength: 64,
        default: '',
        'x-ui': accountInput('zapier'),
        'x-required': true,
      }),
      event: Type.String({
        title: 'Event',
        description: 'A name by which Zaps tell items apart.',
        maxLength: 200,
        default: '',
        'x-ui': { widget: 'template', placeholder: 'order_ready', emptyMessage: 'Event is empty' },
        'x-template': { place: 'text' },
        'x-required': true,
      }),
      fields: Type.Array(
        Type.Object(
          {
            name: Type.String({
              title: 'Name',
              description: 'Every item has id, event and time anyway.',
              maxLength: 200,
              pattern: '^(?!(?:id|event|time)$)',
              'x-pattern-text': 'another name than id, event and time, which every item has anyway',
              default: '',
              'x-ui': { widget: 'text', mono: true, placeholder: 'caseNumber', emptyMessage: 'Name is empty' },
              'x-required': true,
            }),
            value: Type.String({
              title: 'Value',
              maxLength: 20_000,
              default: '',
              'x-ui': { widget: 'template', placeholder: '$(item.externalChatData.case)' },
              'x-template': { place: 'value' },
            }),
          },
          { additionalProperties: false },
        ),
        {
          title: 'Output Fields',
          description: 'The same names as in the sample output of the trigger in Zapier.',
          maxItems: 500,
          default: [],
          'x-ui': {
            widget: 'rows',
            addLabel: 'Add field',
            sample: { label: 'Paste sample output', nameField: 'name', skip: ['id', 'event', 'time'] },
          },
        },
      ),
      mode: Type.Enum([...zapierModes], {
        title: 'Delivery',
        default: 'feed',
        'x-ui': {
          widget: 'select',
          optionLabels: {
            feed: 'Stored for polling',
            instant: 'At once to instant triggers, and stored for polling',
            'catch-hook': 'At once to a Catch Hook URL',
          },
        },
      }),
      catchHookUrl: Type.Optional(
        Type.String({
          title: 'Catch Hook URL',
          description:
            'From the trigger "Catch Hook" of Webhooks by Zapier. Anyone with this address can start the Zap.',
          maxLength: 2_000,
          default: '',
          'x-ui': {
            widget: 'secret',
            placeholder: 'https://hooks.zapier.com/hooks/catch/…',
            visibleWhen: { field: 'mode', equals: 'catch-hook' },
            emptyMessage: 'Catch Hook URL is empty',
          },
          'x-secret': true,
          'x-required': true,
        }),
      ),
    },
    { additionalProperties: false },
  ),
  outputs: [
    { name: 'itemId', title: 'ID of the item', type: 'text', exits: ['success'] },
    { name: 'delivery', title: 'stored, delivered or waiting', type: 'text', exits: ['success'], sample: 'stored' },
    {
      name: 'subscribers',
      title: 'Instant triggers it was handed to',
      type: 'number',
      exits: ['success'],
      sample: '1',
    },
    { name: 'error', title: 'Error code, empty when all went well', type: 'text', sample: 'HTTP_STATUS' },
  ],
  sets: [],
  exits: [
    { id: 'success', label: 'On Success' },
    { id: 'failure', label: 'On Failure' },
  ],
  repeat: 'keyed',
  summary: [{ field: 'event', style: 'template' }],
  defaults: { account: '', event: '', fields: [], mode: 'feed' },
})
