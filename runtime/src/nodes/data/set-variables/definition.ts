import { defineNode } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { namedValue } from '../../named-value.ts'

const exact = { additionalProperties: false } as const

export const setVariables = defineNode({
  id: 'set-variables',
  typeVersion: 1,
  kind: 'action',
  category: 'logic',
  title: 'Set Variables',
  description: 'Gives names to values that later actions use.',
  icon: 'variable',
  keywords: ['remember', 'store', 'save', 'calculate', 'assign', 'constant', 'value', 'name', 'init'],
  variablePrefix: 'VARS',
  inputs: Type.Object(
    {
      variables: Type.Array(namedValue({ emptyMessage: 'A variable has no name', isVariable: true }), {
        title: 'Variables',
        description: 'All values are worked out first, then set together.',
        maxItems: 200,
        default: [],
        'x-ui': { widget: 'rows', addLabel: 'Add variable', emptyMessage: 'No variable is set' },
        'x-required': true,
      }),
    },
    exact,
  ),
  outputs: [],
  sets: [{ perRow: 'variables', nameField: 'name' }],
  exits: [{ id: 'next', label: 'Next' }],
  repeat: 'safe',
  changesNothing: true,
  summary: [{ rows: 'variables', cells: [{ field: 'name', style: 'variable' }], prefix: 'sets' }],
  defaults: { variables: [{ name: '', value: '' }] },
})
