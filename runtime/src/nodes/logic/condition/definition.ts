import { defineNode } from '@patchbay/shared/nodes'
import { Type } from 'typebox'

const exact = { additionalProperties: false } as const

export const conditionOperators = [
  'equals',
  'not-equals',
  'contains',
  'not-contains',
  'starts-with',
  'ends-with',
  'is-empty',
  'is-not-empty',
  'greater-than',
  'less-than',
  'at-least',
  'at-most',
  'is-one-of',
  'matches',
  'before',
  'after',
  'is-number',
  'is-date',
  'is-phone',
] as const

/** Operators that look at the value alone. */
const alone: readonly ConditionOperator[] = ['is-empty', 'is-not-empty', 'is-number', 'is-date', 'is-phone']

export type ConditionOperator = (typeof conditionOperators)[number]

const operatorLabels: Readonly<Record<ConditionOperator, string>> = {
  equals: 'equals',
  'not-equals': 'does not equal',
  contains: 'contains',
  'not-contains': 'does not contain',
  'starts-with': 'starts with',
  'ends-with': 'ends with',
  'is-empty': 'is empty',
  'is-not-empty': 'is not empty',
  'greater-than': 'is greater than',
  'less-than': 'is less than',
  'at-least': 'is at least',
  'at-most': 'is at most',
  'is-one-of': 'is one of',
  matches: 'matches',
  before: 'is before',
  after: 'is after',
  'is-number': 'is a number',
  'is-date': 'is a date',
  'is-phone': 'is a phone number',
}

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
      tests: Type.Array(
        Type.Object(
          {
            left: Type.String({
              title: 'Value',
              maxLength: 10_000,
              'x-ui': { widget: 'template', emptyMessage: 'A test has no value' },
              'x-template': { place: 'value' },
              'x-required': true,
            }),
            operator: Type.Enum([...conditionOperators], {
              title: 'Condition',
              default: 'equals',
              'x-ui': { widget: 'select', optionLabels: operatorLabels },
            }),
            right: Type.Optional(
              Type.String({
                title: 'Compare with',
                maxLength: 10_000,
                'x-ui': { widget: 'template' },
                'x-template': { place: 'value' },
              }),
            ),
          },
          exact,
        ),
        {
          title: 'Tests',
          description: 'Upper and lower case and spaces around a text make no difference. Numbers compare as numbers.',
          maxItems: 50,
          default: [],
          'x-ui': { widget: 'rows', addLabel: 'Add test', emptyMessage: 'No test is set' },
          'x-required': true,
        },
      ),
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
    {
      rows: 'tests',
      cells: [
        { field: 'left', style: 'template' },
        { field: 'operator' },
        { field: 'right', style: 'template', unless: { field: 'operator', equals: alone } },
      ],
      join: { field: 'match', words: { all: 'and', any: 'or' } },
    },
  ],
  defaults: { match: 'all', tests: [{ left: '', operator: 'equals', right: '' }] },
})
