import { defineNode } from '@patchbay/shared/nodes'
import { clockTimePattern, weekdayNames } from '@patchbay/shared/time'
import { Type } from 'typebox'
import { ignoreCaseField, testFields } from '../../comparison/test-fields.ts'

const exact = { additionalProperties: false } as const

/** The week of a business begins on Monday. */
const weekdays = [...weekdayNames.slice(1), ...weekdayNames.slice(0, 1)]
const byValue = { field: 'by', equals: 'value' } as const
const byTime = { field: 'by', equals: 'time' } as const

export const switchNode = defineNode({
  id: 'switch',
  typeVersion: 1,
  kind: 'action',
  category: 'logic',
  title: 'Switch',
  description: 'Goes on by the first option that fits: a value, the time, or a holiday.',
  icon: 'list-numbers',
  keywords: [
    'case',
    'branch',
    'route',
    'menu',
    'choose',
    'options',
    'hours',
    'business',
    'opening',
    'closed',
    'weekend',
    'holiday',
    'several',
  ],
  variablePrefix: 'SWITCH',
  inputs: Type.Object(
    {
      options: Type.Array(
        Type.Object(
          {
            exit: Type.Optional(
              Type.Integer({
                title: 'Number of the exit',
                description: 'Given by the designer, so that an exit keeps its connection when options move.',
                minimum: 1,
                'x-ui': { widget: 'hidden' },
              }),
            ),
            name: Type.Optional(
              Type.String({
                title: 'Name',
                maxLength: 60,
                'x-ui': { widget: 'text', width: 'half', placeholder: 'Such as Sales' },
              }),
            ),
            by: Type.Enum(['value', 'time', 'holiday'], {
              title: 'Taken by',
              default: 'value',
              'x-ui': {
                widget: 'select',
                width: 'half',
                optionLabels: { value: 'a value', time: 'day and time', holiday: 'holidays' },
              },
            }),
            ...testFields({ shown: byValue, half: { width: 'half' } }),
            weekdays: Type.Optional(
              Type.Array(Type.Enum(weekdays), {
                title: 'Days',
                minItems: 1,
                uniqueItems: true,
                default: weekdays.slice(0, 5),
                'x-ui': { widget: 'choices', visibleBeside: byTime },
              }),
            ),
            from: Type.Optional(
              Type.String({
                title: 'From',
                description: 'a time of day from 00:00 to 23:59, such as 09:00',
                ...clockTimePattern,
                default: '09:00',
                'x-ui': {
                  widget: 'text',
                  width: 'half',
                  placeholder: '09:00',
                  visibleBeside: byTime,
                  emptyMessage: 'From is empty',
                },
                'x-required': true,
              }),
            ),
            until: Type.Optional(
              Type.String({
                title: 'Until',
                description: 'the time at which it ends, such as 17:00',
                ...clockTimePattern,
                default: '17:00',
                'x-ui': {
                  widget: 'text',
                  width: 'half',
                  placeholder: '17:00',
                  visibleBeside: byTime,
                  emptyMessage: 'Until is empty',
                },
                'x-required': true,
              }),
            ),
            dates: Type.Optional(
              Type.String({
                title: 'Dates',
                description: 'One on each line: 2026-11-26, or 12-25 for every year. Words may follow the date.',
                maxLength: 20_000,
                'x-ui': {
                  widget: 'long-template',
                  placeholder: '12-25 Christmas Day',
                  visibleBeside: { field: 'by', equals: 'holiday' },
                  emptyMessage: 'An option has no dates',
                },
                'x-template': { place: 'value' },
                'x-required': true,
              }),
            ),
          },
          exact,
        ),
        {
          title: 'Options',
          description: 'The first that fits is taken. Days and times are those of the time zone of the flow.',
          maxItems: 50,
          default: [],
          'x-ui': {
            widget: 'row-forms',
            addLabel: 'Add option',
            repeats: ['by', 'left', 'operator'],
            emptyMessage: 'No option is set',
          },
          'x-required': true,
        },
      ),
      lastExit: Type.Optional(
        Type.Integer({
          title: 'Last number of an exit',
          description: 'Kept by the designer, so that no number is given twice.',
          minimum: 0,
          'x-ui': { widget: 'hidden' },
        }),
      ),
      ignoreCase: ignoreCaseField,
    },
    exact,
  ),
  outputs: [{ name: 'option', title: 'The option that was taken', type: 'text', sample: 'Sales' }],
  sets: [],
  exits: [
    {
      perRow: 'options',
      id: 'option',
      numberField: 'exit',
      highestField: 'lastExit',
      label: '{name}',
      unnamed: 'Option {n}',
    },
    { id: 'default', label: 'Default' },
  ],
  repeat: 'safe',
  changesNothing: true,
  summary: [{ count: 'options', one: '{n} option', other: '{n} options' }],
  defaults: { options: [{ exit: 1, name: '', by: 'value', left: '', operator: 'equals', right: '' }], lastExit: 1 },
})
