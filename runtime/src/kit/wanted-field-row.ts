import { Type } from 'typebox'

const exact = { additionalProperties: false } as const

/** What a field of the answer may hold. */
const fieldTypes = ['text', 'number', 'boolean', 'list'] as const

/**
 * A row of an input that lists what to find out: what a field may hold, and words for who reads it.
 * @param whenEmpty what does not happen for want of a field that may stay empty
 */
export function wantedFieldRow(whenEmpty: string) {
  return Type.Object(
    {
      name: Type.String({
        title: 'Name',
        maxLength: 120,
        default: '',
        'x-ui': { widget: 'text', mono: true, placeholder: 'intent', emptyMessage: 'A field has no name' },
        'x-required': true,
        'x-variable-name': true,
      }),
      type: Type.Enum([...fieldTypes], {
        title: 'Type',
        default: 'text',
        'x-ui': {
          widget: 'select',
          optionLabels: { text: 'Text', number: 'Number', boolean: 'Yes/no', list: 'List of texts' },
        },
      }),
      allowed: Type.Optional(
        Type.String({
          title: 'Allowed values',
          description: 'With commas between them. Empty: anything.',
          maxLength: 5_000,
          'x-ui': {
            widget: 'text',
            placeholder: 'book, cancel, other',
            visibleBeside: { field: 'type', equals: ['text', 'list'] },
          },
        }),
      ),
      meaning: Type.Optional(
        Type.String({
          title: 'What it is',
          description: 'Words for the model, such as: the number printed on the receipt.',
          maxLength: 1_000,
          'x-ui': { widget: 'text', detail: true },
        }),
      ),
      mayBeEmpty: Type.Optional(
        Type.Boolean({
          title: 'May stay empty',
          description: whenEmpty,
          default: false,
          'x-ui': { widget: 'switch', detail: true },
        }),
      ),
    },
    exact,
  )
}
