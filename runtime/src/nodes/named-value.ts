import { Type } from 'typebox'

interface NamedValueOptions {
  /** Said where a row has no name. */
  readonly emptyMessage: string
  /** The name becomes a variable of the run. */
  readonly isVariable?: true
  /** The value is read when the run ends, and may name what comes after this action. */
  readonly atEnd?: true
}

/** A row of a list: a name, and a value that may hold variables. */
export function namedValue({ emptyMessage, isVariable, atEnd }: NamedValueOptions) {
  return Type.Object(
    {
      name: Type.String({
        title: 'Name',
        maxLength: 120,
        'x-ui': { widget: 'text', mono: true, emptyMessage },
        'x-required': true,
        ...(isVariable === undefined ? {} : { 'x-variable-name': true }),
      }),
      value: Type.String({
        title: 'Value',
        maxLength: 10_000,
        'x-ui': { widget: 'template' },
        'x-template': { place: 'value', ...(atEnd === undefined ? {} : { atEnd }) },
      }),
    },
    { additionalProperties: false },
  )
}
