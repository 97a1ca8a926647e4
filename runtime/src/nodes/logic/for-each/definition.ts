import { defineNode } from '@patchbay/shared/nodes'
import { Type } from 'typebox'

/** Items of one list, at the most. */
const MOST_ITEMS = 10_000
/** Items at work at the same time, at the most. */
const MOST_AT_ONCE = 50

export const forEach = defineNode({
  id: 'for-each',
  typeVersion: 1,
  kind: 'action',
  category: 'logic',
  title: 'For Each',
  description: 'Does the same for every item of a list, one after another or several at once.',
  icon: 'repeat',
  keywords: ['loop', 'repeat', 'list', 'items', 'every', 'each', 'many', 'batch', 'iterate', 'array', 'rows', 'all'],
  variablePrefix: 'FOREACH',
  branch: 'item',
  inputs: Type.Object(
    {
      list: Type.String({
        title: 'List',
        description: 'A variable that holds a list, such as the bookings of a reply.',
        maxLength: 10_000,
        'x-ui': { widget: 'template', placeholder: '$EXTCALL_2.result', emptyMessage: 'List is empty' },
        'x-template': { place: 'value' },
        'x-required': true,
      }),
      atOnce: Type.Integer({
        title: 'Items at once',
        description: 'With 1 an item begins when the one before it is done.',
        minimum: 1,
        maximum: MOST_AT_ONCE,
        default: 1,
        'x-ui': { widget: 'number', width: 'half' },
      }),
      most: Type.Integer({
        title: 'At most',
        description: 'A longer list takes On Failure, and nothing is done.',
        minimum: 1,
        maximum: MOST_ITEMS,
        default: 1_000,
        'x-ui': { widget: 'number', width: 'half', unit: 'items' },
      }),
      whenItemFails: Type.Enum(['go-on', 'stop'], {
        title: 'When an item fails',
        default: 'go-on',
        'x-ui': {
          widget: 'select',
          optionLabels: { 'go-on': 'Go on with the others', stop: 'Begin no further item and take On Failure' },
        },
      }),
      gather: Type.Optional(
        Type.String({
          title: 'Gather',
          description: 'A value that each item has at its end. Done gets the list of them, in the order of the items.',
          maxLength: 10_000,
          default: '',
          'x-ui': { widget: 'template', placeholder: '$EXTCALL_5.status' },
          'x-template': { place: 'value', atEnd: true },
        }),
      ),
    },
    { additionalProperties: false },
  ),
  outputs: [
    { name: 'item', title: 'The item', type: 'any', exits: ['item'] },
    { name: 'number', title: 'Number of the item, from 1', type: 'number', exits: ['item'], sample: '1' },
    { name: 'count', title: 'Number of all items', type: 'number', sample: '25' },
    { name: 'results', title: 'What was gathered', type: 'list', exits: ['done', 'failure'] },
    { name: 'succeeded', title: 'Items that succeeded', type: 'number', exits: ['done', 'failure'], sample: '24' },
    { name: 'failed', title: 'Items that failed', type: 'number', exits: ['done', 'failure'], sample: '1' },
    { name: 'failures', title: 'The first failures', type: 'list', exits: ['done', 'failure'] },
  ],
  sets: [],
  exits: [
    { id: 'item', label: 'Each item' },
    { id: 'done', label: 'Done' },
    { id: 'failure', label: 'On Failure', whenOpen: 'If the list cannot be gone through, the run ends here.' },
  ],
  repeat: 'safe',
  summary: [{ field: 'list', style: 'template' }],
  defaults: { list: '', atOnce: 1, most: 1_000, whenItemFails: 'go-on' },
})
