import { type Static, Type } from 'typebox'
import { endpoint } from './endpoint.ts'
import { page } from './page.ts'
import { dictionary, shape, text } from './shapes.ts'

const OptionSchema = shape({
  value: text('What the input holds when it is chosen.'),
  label: text(),
  description: Type.Optional(text('A few words beside the label.')),
  fills: Type.Optional(
    dictionary(Type.Unknown(), { description: 'Inputs beside it that belong to the choice, by their names.' }),
  ),
})
/** One choice of a field whose choices somebody else knows. */
export type Option = Static<typeof OptionSchema>

const OptionPageSchema = page(OptionSchema)
export type OptionPage = Static<typeof OptionPageSchema>

export const optionEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/options/:source',
    summary: 'Choices of a field, from the source that its `x-ui.options` names',
    query: Type.Object(
      {
        search: Type.Optional(Type.String({ maxLength: 200 })),
        after: Type.Optional(Type.String({ maxLength: 500, description: '`next` of the page before.' })),
        inputs: Type.Optional(
          Type.String({ maxLength: 4_000, description: 'The inputs it depends on, as a JSON object.' }),
        ),
      },
      { additionalProperties: false },
    ),
    answer: OptionPageSchema,
    errors: [
      'NOT_FOUND',
      'BAD_REQUEST',
      'ACCOUNT_NOT_FOUND',
      'SECRET_MISSING',
      'TIMEOUT',
      'HOST_NOT_FOUND',
      'CONNECTION_FAILED',
      'EGRESS_REFUSED',
      'HTTP_STATUS',
      'TOKEN_REQUEST_FAILED',
      'RESPONSE_NOT_READABLE',
    ],
  }),
}
