import { defineNode } from '@patchbay/shared/nodes'
import { Type } from 'typebox'

export const counter = defineNode({
  id: 'counter',
  typeVersion: 1,
  kind: 'action',
  category: 'logic',
  title: 'Counter',
  description: 'Counts up or down each time a run comes by, for loops and attempts.',
  icon: 'tallymarks',
  keywords: ['count', 'increment', 'decrement', 'add', 'number', 'tries', 'attempts', 'loop', 'total', 'sum'],
  variablePrefix: 'COUNTER',
  inputs: Type.Object(
    {
      name: Type.Optional(
        Type.String({
          title: 'Variable Name',
          description: 'Counters with the same name share one count. Empty: a count of its own, $COUNTER_n.',
          maxLength: 120,
          'x-ui': { widget: 'text', mono: true, placeholder: 'Such as tries' },
          'x-variable-name': true,
        }),
      ),
      initial: Type.Optional(
        Type.String({
          title: 'Initial Value',
          description: 'Where it begins, before the first count.',
          maxLength: 500,
          default: '0',
          'x-ui': { widget: 'template', emptyMessage: 'Initial Value is empty' },
          'x-template': { place: 'value' },
          'x-required': true,
        }),
      ),
      direction: Type.Enum(['increment', 'decrement'], {
        title: 'Increment or Decrement',
        default: 'increment',
        'x-ui': {
          widget: 'select',
          width: 'half',
          optionLabels: { increment: 'increment', decrement: 'decrement' },
        },
      }),
      by: Type.Optional(
        Type.String({
          title: 'By',
          maxLength: 500,
          default: '1',
          'x-ui': { widget: 'template', width: 'half', emptyMessage: 'By is empty' },
          'x-template': { place: 'value' },
          'x-required': true,
        }),
      ),
    },
    { additionalProperties: false },
  ),
  outputs: [],
  sets: [{ nameInput: 'name', title: 'The count', type: 'number', sample: '1' }],
  exits: [{ id: 'next', label: 'Next' }],
  repeat: 'safe',
  changesNothing: true,
  summary: [
    { field: 'direction' },
    { field: 'name', style: 'variable' },
    { field: 'by', style: 'template', prefix: 'by' },
  ],
  defaults: { name: '', initial: '0', direction: 'increment', by: '1' },
})
