import { type Static, Type } from 'typebox'
import { endpoint } from './endpoint.ts'
import { pageQuery } from './page.ts'
import { count, list, nullable, shape, text, time } from './shapes.ts'

const exact = { additionalProperties: false } as const

/** How an agent stands: the service has it no more, or a person ignores it, or it is a user here, or nobody knows yet. */
export const accountAgentStates = ['matched', 'unmatched', 'ignored', 'unseen'] as const
export type AccountAgentState = (typeof accountAgentStates)[number]

const StateSchema = Type.Enum([...accountAgentStates])

export const AccountAgentSchema = shape(
  {
    externalId: text('What the service calls them.'),
    name: text(),
    email: text(),
    state: StateSchema,
    user: nullable(shape({ id: text(), name: text(), email: text() }), { description: 'Who they are here.' }),
    matchedBy: nullable(Type.Enum(['email', 'person']), {
      description: '`email`: the user has the same e-mail address. `person`: somebody chose the user.',
    }),
    isIgnored: Type.Boolean({ description: 'A person has said that they are no user of Patchbay.' }),
    unseenSince: nullable(time(), {
      description: 'When a synchronization first missed them. Null: the service has them.',
    }),
  },
  { title: 'AccountAgent' },
)
/** A person who works in the service of an account. */
export type AccountAgent = Static<typeof AccountAgentSchema>

export const AccountAgentsSchema = shape(
  {
    items: list(AccountAgentSchema),
    next: nullable(text('Goes into `?after=` for the next page. Null: this is the last one.')),
    counts: shape({ matched: count(), unmatched: count(), ignored: count(), unseen: count() }),
  },
  { title: 'AccountAgents' },
)
export type AccountAgents = Static<typeof AccountAgentsSchema>

export const AccountAgentsQuerySchema = Type.Object({ ...pageQuery, state: Type.Optional(StateSchema) }, exact)
export type AccountAgentsQuery = Static<typeof AccountAgentsQuerySchema>

export const MatchAgentSchema = Type.Object(
  {
    userId: Type.Union([Type.String({ minLength: 1, maxLength: 100 }), Type.Null()], {
      title: 'Who they are. Null: the user with the same e-mail address, if there is one.',
    }),
    isIgnored: Type.Optional(Type.Boolean({ title: 'They are no user of Patchbay. Default false.' })),
  },
  exact,
)
export type MatchAgent = Static<typeof MatchAgentSchema>

/** The people who work in the services of accounts. */
export const accountAgentEndpoints = {
  agents: endpoint({
    method: 'GET',
    path: '/api/accounts/:id/agents',
    summary: 'The people who work in the service of an account, by name, and which users they are',
    query: AccountAgentsQuerySchema,
    answer: AccountAgentsSchema,
    errors: ['ACCOUNT_NOT_FOUND', 'BAD_REQUEST'],
  }),
  matchAgent: endpoint({
    method: 'PUT',
    path: '/api/accounts/:id/agents/:externalId',
    summary: 'Say which user a person of the service is, or that they are none',
    description: 'No synchronization changes this.',
    body: MatchAgentSchema,
    answer: AccountAgentSchema,
    errors: ['ACCOUNT_NOT_FOUND', 'NOT_FOUND', 'INVALID_INPUT'],
  }),
}
