import { type Static, Type } from 'typebox'
import { contactFieldKinds } from './contact-fields.ts'
import { endpoint, nothing } from './endpoint.ts'
import { list, shape, text } from './shapes.ts'

const exact = { additionalProperties: false } as const

export const ContactFieldSchema = shape(
  {
    key: text('What flows call it: `$contact.<key>`. Never changes.'),
    label: text(),
    kind: Type.Enum([...contactFieldKinds]),
    isOwn: Type.Boolean({ description: 'An administrator has added it.' }),
  },
  { title: 'ContactField' },
)

const label = Type.String({ minLength: 1, maxLength: 60 })
const newField = Type.Object(
  {
    key: Type.Optional(
      Type.String({
        pattern: '^[a-z][a-z0-9_]{0,39}$',
        'x-pattern-text': 'at most 40 lower-case letters, digits and underscores, with a letter at the start',
        description: 'Default: made of the label.',
      }),
    ),
    label,
    kind: Type.Enum([...contactFieldKinds]),
  },
  exact,
)
export type NewContactField = Static<typeof newField>

/** The fields that contacts have. */
export const contactFieldEndpoints = {
  fields: endpoint({
    method: 'GET',
    path: '/api/contact-fields',
    summary: 'The fields of contacts, in their order: those of every installation, then own ones',
    answer: shape({ items: list(ContactFieldSchema) }),
  }),
  addField: endpoint({
    method: 'POST',
    path: '/api/contact-fields',
    summary: 'Add a field of your own to contacts',
    body: newField,
    answer: ContactFieldSchema,
    status: 201,
    errors: ['INVALID_INPUT'],
  }),
  changeField: endpoint({
    method: 'PUT',
    path: '/api/contact-fields/:key',
    summary: 'Change the label of an own field',
    body: Type.Object({ label }, exact),
    answer: ContactFieldSchema,
    errors: ['NOT_FOUND', 'INVALID_INPUT'],
  }),
  removeField: endpoint({
    method: 'DELETE',
    path: '/api/contact-fields/:key',
    summary: 'Remove an own field, and what contacts have in it',
    answer: nothing,
    errors: ['NOT_FOUND'],
  }),
}
