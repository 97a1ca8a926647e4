import { checkTexts, expectedInputsOf, type InputType, inputTypes } from '@patchbay/shared/calls'
import type { FieldError } from '@patchbay/shared/errors'
import { Type } from 'typebox'

const typeLabels: Readonly<Record<InputType, string>> = {
  any: 'Any',
  text: 'Text',
  number: 'Number',
  boolean: 'Yes/no',
  date: 'Date',
  list: 'List',
  object: 'Object',
}

interface ExpectedRowsOptions {
  readonly title: string
  readonly description: string
  readonly addLabel: string
  /** Said where a row has no name. */
  readonly emptyMessage: string
  /** What the example of a row is for. */
  readonly exampleHelp: string
}

/** Rows that say which values start a flow: each becomes a variable. Read by `expectedInputsOf`. */
export function expectedRows({ title, description, addLabel, emptyMessage, exampleHelp }: ExpectedRowsOptions) {
  return Type.Array(
    Type.Object(
      {
        name: Type.String({
          title: 'Name',
          maxLength: 120,
          'x-ui': { widget: 'text', mono: true, emptyMessage },
          'x-required': true,
          'x-variable-name': true,
        }),
        type: Type.Optional(
          Type.Enum([...inputTypes], {
            title: 'Type',
            default: 'any',
            'x-ui': { widget: 'select', optionLabels: typeLabels },
          }),
        ),
        required: Type.Optional(
          Type.Boolean({ title: 'Required', default: true, 'x-ui': { widget: 'switch', width: 'third' } }),
        ),
        example: Type.Optional(
          Type.String({
            title: 'Example',
            description: exampleHelp,
            maxLength: 2_000,
            'x-ui': { widget: 'text', detail: true },
          }),
        ),
        default: Type.Optional(
          Type.String({
            title: 'Default',
            description: 'Taken when the value is not sent, so that it is never missing.',
            maxLength: 2_000,
            'x-ui': { widget: 'text', detail: true },
          }),
        ),
        description: Type.Optional(
          Type.String({ title: 'Description', maxLength: 500, 'x-ui': { widget: 'text', detail: true } }),
        ),
      },
      { additionalProperties: false },
    ),
    { title, description, maxItems: 100, default: [], 'x-ui': { widget: 'rows', addLabel } },
  )
}

/** Defaults and examples that do not fit the type of their row. */
export function expectedRowsProblems(field: string, rows: readonly unknown[]): readonly FieldError[] {
  return rows.flatMap((row, index) =>
    expectedInputsOf([row])
      .flatMap(checkTexts)
      .map((problem) => ({ path: `${field}[${index}].${problem.field}`, message: problem.message })),
  )
}
