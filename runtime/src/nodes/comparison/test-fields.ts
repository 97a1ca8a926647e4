import { rowOperators } from '@patchbay/shared/api'
import type { FieldCondition, SummaryCell, UiHints } from '@patchbay/shared/nodes'
import { Type } from 'typebox'

/** In the order of the form. */
const operators = [...rowOperators, 'is-number', 'is-date', 'is-phone'] as const

export type Operator = (typeof operators)[number]

/** Operators that look at the value alone. */
export const alone: readonly Operator[] = ['is-empty', 'is-not-empty', 'is-number', 'is-date', 'is-phone']
export const withOther = operators.filter((operator) => !alone.includes(operator))
export const withoutUpTo = operators.filter((operator) => operator !== 'between')

export const operatorLabels: Readonly<Record<Operator, string>> = {
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
  between: 'is between',
  'is-one-of': 'is one of',
  matches: 'matches',
  before: 'is before',
  after: 'is after',
  'is-number': 'is a number',
  'is-date': 'is a date',
  'is-phone': 'is a phone number',
}

/** Whether the tests of an action set upper and lower case apart. */
export const ignoreCaseField = Type.Optional(
  Type.Boolean({
    title: 'Ignore upper and lower case',
    description: 'YES, Yes and yes are equal.',
    default: true,
    'x-ui': { widget: 'switch' },
  }),
)

/**
 * The inputs of one test, for the row of a list. `shown` says when a row has them at all, `half` how they share the
 * lines of a form.
 */
export function testFields(options: { readonly shown?: FieldCondition; readonly half?: UiHints } = {}) {
  const { shown, half = {} } = options
  const beside = (condition: FieldCondition): UiHints => ({
    visibleBeside: shown === undefined ? condition : { ...condition, and: shown },
  })
  return {
    left: Type.Optional(
      Type.String({
        title: 'Value',
        maxLength: 10_000,
        'x-ui': {
          widget: 'template',
          emptyMessage: 'A test has no value',
          ...(shown === undefined ? {} : { visibleBeside: shown }),
        },
        'x-template': { place: 'value' },
        'x-required': true,
      }),
    ),
    operator: Type.Enum([...operators], {
      title: 'Condition',
      default: 'equals',
      'x-ui': {
        widget: 'select',
        optionLabels: operatorLabels,
        ...half,
        ...(shown === undefined ? {} : { visibleBeside: shown }),
      },
    }),
    right: Type.Optional(
      Type.String({
        title: 'Compare with',
        maxLength: 10_000,
        'x-ui': { widget: 'template', ...half, ...beside({ field: 'operator', equals: withOther }) },
        'x-template': { place: 'value' },
      }),
    ),
    upTo: Type.Optional(
      Type.String({
        title: 'And',
        maxLength: 10_000,
        'x-ui': {
          widget: 'template',
          ...(shown === undefined ? { placeholder: 'and' } : {}),
          below: 'right',
          ...half,
          ...beside({ field: 'operator', equals: 'between' }),
        },
        'x-template': { place: 'value' },
      }),
    ),
  }
}

/** The cells of a summary that read as the test. */
export const testCells: readonly SummaryCell[] = [
  { field: 'left', style: 'template' },
  { field: 'operator' },
  { field: 'right', style: 'template', unless: { field: 'operator', equals: alone } },
  { field: 'upTo', style: 'template', prefix: 'and', unless: { field: 'operator', equals: withoutUpTo } },
]
