import { Type } from 'typebox'

/** The input by which an action reads variables from a reply: see `extractVariables`. */
export const responseVariables = Type.Optional(
  Type.Array(
    Type.Object(
      {
        name: Type.String({
          title: 'Name',
          maxLength: 120,
          'x-ui': { widget: 'text', emptyMessage: 'A response variable has no name' },
          'x-required': true,
          'x-variable-name': true,
        }),
        query: Type.String({
          title: 'Query Expression',
          maxLength: 2_000,
          'x-ui': { widget: 'text', mono: true, emptyMessage: 'A response variable has no query expression' },
          'x-required': true,
          'x-query': true,
        }),
      },
      { additionalProperties: false },
    ),
    {
      title: 'Response Variables',
      description: 'Values of the reply that later actions use.',
      maxItems: 200,
      'x-ui': { widget: 'rows', addLabel: 'Add variable' },
    },
  ),
)
