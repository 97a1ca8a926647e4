import { defineNode } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { expectedRows } from '../../expected-rows.ts'
import { namedValue } from '../../named-value.ts'

const exact = { additionalProperties: false } as const

export const jumpFrom = defineNode({
  id: 'jump-from',
  typeVersion: 1,
  kind: 'trigger',
  category: 'triggers',
  title: 'Jump From',
  description: 'Starts the flow when another flow, or this one, jumps here.',
  icon: 'login-2',
  keywords: ['start', 'subroutine', 'link', 'subflow', 'call', 'shared', 'reuse', 'another flow', 'part'],
  variablePrefix: 'JUMPFROM',
  listens: { jump: { expects: 'expected' } },
  inputs: Type.Object(
    {
      expected: expectedRows({
        title: 'Expected values',
        description: 'Names and types of the values that Jump To passes. Each becomes a variable.',
        addLabel: 'Add expected value',
        emptyMessage: 'An expected value has no name',
        exampleHelp: 'Shown in completions.',
      }),
      handBack: Type.Array(namedValue({ emptyMessage: 'A value to hand back has no name', atEnd: true }), {
        title: 'Hand back',
        description: 'Values that the waiting flow gets when this one has ended.',
        maxItems: 100,
        default: [],
        'x-ui': { widget: 'rows', addLabel: 'Add value' },
      }),
    },
    exact,
  ),
  outputs: [{ name: 'values', title: 'All values that were passed', type: 'object' }],
  sets: [
    { name: 'ANI', title: 'The contact', sample: '+13055550119' },
    { name: 'DNIS', title: 'Our number', sample: '+17865550100' },
    { perRow: 'expected', nameField: 'name', typeField: 'type', sampleField: 'example' },
  ],
  exits: [{ id: 'next', label: 'Next' }],
  repeat: 'safe',
  summary: [{ rows: 'expected', cells: [{ field: 'name', style: 'variable' }], prefix: 'expects' }],
  defaults: { expected: [], handBack: [] },
})
