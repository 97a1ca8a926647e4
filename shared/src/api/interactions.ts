import { type Static, Type } from 'typebox'
import { endpoint } from './endpoint.ts'
import { list, nullable, shape, text, time } from './shapes.ts'

export const InteractionSourceSchema = shape(
  {
    accountId: text(),
    accountName: text(),
    integrationName: text('The service, as people know it.'),
    picture: nullable(text(), { description: 'Address of a copy of its icon, or else its logo, once there is one.' }),
  },
  { title: 'InteractionSource', description: 'An account whose service tells what happened with a contact there.' },
)
export type InteractionSource = Static<typeof InteractionSourceSchema>

export const InteractionSchema = shape(
  {
    id: text('What the service calls it.'),
    subject: text(),
    description: nullable(text('The first 1,000 characters.')),
    date: time('When it happened. In the future: when it is due.'),
    type: text('One of the kinds that the account wants, such as `ticket`.'),
    priority: nullable(text('Mostly none, low, normal, high or urgent; other words as the service has them.')),
    status: nullable(text('Mostly new, open, pending, solved or closed; other words as the service has them.')),
    url: nullable(text('Where people see it in the service: http or https.')),
  },
  { title: 'Interaction' },
)
export type Interaction = Static<typeof InteractionSchema>

export const InteractionsSchema = shape(
  {
    items: list(InteractionSchema, {
      description: 'What is due, the soonest first, and then what has happened, the latest first. At most 100.',
    }),
    fetchedAt: time('When the service was asked.'),
    leftOut: nullable(text('That some of what the service told could not be read, and why, in sentences.')),
    problem: nullable(text('Why the service told nothing, as a sentence.')),
  },
  { title: 'Interactions' },
)
export type Interactions = Static<typeof InteractionsSchema>

export const interactionEndpoints = {
  interactionSources: endpoint({
    method: 'GET',
    path: '/api/contacts/:id/interactions',
    summary: 'The accounts whose services tell what happened with a contact there',
    answer: shape({ items: list(InteractionSourceSchema) }),
    errors: ['CONTACT_NOT_FOUND'],
  }),
  interactions: endpoint({
    method: 'GET',
    path: '/api/contacts/:id/interactions/:accountId',
    summary: 'What happened with a contact in the service of an account',
    description:
      'The service is asked, for 10 seconds at most, and its answer is kept for 5 minutes. A service that does not answer, ' +
      'or not as it should, is no error: `problem` says so.',
    query: Type.Object(
      {
        fresh: Type.Optional(
          Type.Enum(['true', 'false'], { description: '`true`: the service is asked, whatever is kept.' }),
        ),
      },
      { additionalProperties: false },
    ),
    answer: InteractionsSchema,
    errors: ['CONTACT_NOT_FOUND', 'ACCOUNT_NOT_FOUND', 'BAD_REQUEST'],
  }),
}
