import { defineNode } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { ignoreCaseField, testCells, testFields } from '../../comparison/test-fields.ts'

const exact = { additionalProperties: false } as const

const testRow = Type.Object(testFields(), exact)
const emptyTest = { left: '', operator: 'equals', right: '' } as const

export const condition = defineNode({
  id: 'condition',
  typeVersion: 1,
  kind: 'action',
  category: 'logic',
  title: 'Condition',
  description: 'Tests values and goes on by True or False.',
  icon: 'arrows-split',
  keywords: ['yes', 'no', 'choose', 'check', 'filter', 'if', 'branch', 'test', 'compare', 'decision'],
  variablePrefix: 'COND',
  inputs: Type.Object(
    {
      match: Type.Enum(['all', 'any'], {
        title: 'True when',
        default: 'all',
        'x-ui': {
          widget: 'select',
          optionLabels: { all: 'all tests are true', any: 'at least one test is true' },
        },
      }),
      tests: Type.Array(testRow, {
        title: 'Tests',
        description: 'Spaces around a text make no difference. Numbers compare as numbers.',
        maxItems: 50,
        default: [],
        'x-ui': { widget: 'rows', addLabel: 'Add test', emptyMessage: 'No test is set' },
        'x-required': { unless: { field: 'groups', isSet: true } },
      }),
      groups: Type.Optional(
        Type.Array(
          Type.Object(
            {
              match: Type.Enum(['all', 'any'], {
                title: 'The group is true when',
                default: 'any',
                'x-ui': {
                  widget: 'select',
                  optionLabels: { all: 'all of its tests are true', any: 'at least one of its tests is true' },
                },
              }),
              tests: Type.Array(testRow, {
                title: 'Tests of the group',
                maxItems: 50,
                default: [emptyTest],
                'x-ui': { widget: 'rows', addLabel: 'Add test', emptyMessage: 'A group has no test' },
                'x-required': true,
              }),
            },
            exact,
          ),
          {
            title: 'Groups',
            description: 'Tests that count together as one.',
            maxItems: 20,
            default: [],
            'x-ui': { widget: 'row-forms', addLabel: 'Add group', rowTitle: 'Group {n}' },
          },
        ),
      ),
      ignoreCase: ignoreCaseField,
    },
    exact,
  ),
  outputs: [{ name: 'result', title: 'Whether it was true', type: 'boolean', sample: 'true' }],
  sets: [],
  exits: [
    { id: 'true', label: 'True' },
    { id: 'false', label: 'False' },
  ],
  repeat: 'safe',
  changesNothing: true,
  summary: [
    { rows: 'tests', cells: testCells, join: { field: 'match', words: { all: 'and', any: 'or' } } },
    { count: 'groups', one: '+ {n} group', other: '+ {n} groups' },
  ],
  defaults: { match: 'all', tests: [emptyTest] },
})
