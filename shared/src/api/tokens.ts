import { type Static, Type } from 'typebox'
import { endpoint, nothing } from './endpoint.ts'
import { PageQuerySchema, page } from './page.ts'
import { nullable, shape, text, time } from './shapes.ts'
import { ChosenRolesSchema, RolesSchema } from './users.ts'

const exact = { additionalProperties: false } as const

const tokenMembers = {
  id: text(),
  name: text(),
  user: nullable(shape({ id: text(), name: text(), email: text() }), {
    description: 'Whom it belongs to. Null: a token of the installation, with roles of its own.',
  }),
  roles: {
    ...RolesSchema,
    description: 'What it may do now: the roles of its user. None while its user may not use the API.',
  },
  createdAt: time(),
  createdBy: text('The name of its maker.'),
  expiresAt: nullable(time(), { description: 'Null: never.' }),
  lastUsedAt: nullable(time()),
}

export const TokenResourceSchema = shape(tokenMembers, { title: 'Token' })
export type TokenResource = Static<typeof TokenResourceSchema>

export const CreatedTokenSchema = shape(
  { ...tokenMembers, token: text('The token itself. This is the only time it is shown.') },
  { title: 'CreatedToken' },
)
export type CreatedToken = Static<typeof CreatedTokenSchema>

const name = Type.String({ minLength: 1, maxLength: 120, pattern: '\\S', 'x-pattern-text': 'more than spaces' })
const expiresAt = Type.String({ format: 'date-time', description: 'Default: never.' })

export const CreateOwnTokenSchema = Type.Object(
  {
    name: Type.Optional({ ...name, description: 'Default: New Token, then New Token 2 and so on.' }),
    expiresAt: Type.Optional(expiresAt),
  },
  exact,
)
export type CreateOwnToken = Static<typeof CreateOwnTokenSchema>

export const CreateTokenSchema = Type.Object(
  { name, roles: ChosenRolesSchema, expiresAt: Type.Optional(expiresAt) },
  exact,
)
export type CreateToken = Static<typeof CreateTokenSchema>

export const RenameTokenSchema = Type.Object({ name }, exact)

/** All tokens, for administrators. */
export const tokenEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/tokens',
    summary: 'API tokens of all users without their text, newest first',
    query: PageQuerySchema,
    answer: page(TokenResourceSchema),
  }),
  create: endpoint({
    method: 'POST',
    path: '/api/tokens',
    summary: 'Create a token of the installation, which belongs to no user',
    description:
      'For automation that has no user, with `PATCHBAY_API_TOKEN` or such a token. People make tokens of their own at ' +
      '`/api/session/tokens`. Its text is shown this once.',
    body: CreateTokenSchema,
    answer: CreatedTokenSchema,
    status: 201,
    errors: ['BAD_REQUEST'],
  }),
  rename: endpoint({
    method: 'PUT',
    path: '/api/tokens/:id',
    summary: 'Rename an API token',
    body: RenameTokenSchema,
    answer: TokenResourceSchema,
    errors: ['NOT_FOUND'],
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/tokens/:id',
    summary: 'Remove an API token; it stops working',
    answer: nothing,
    errors: ['NOT_FOUND'],
  }),
}

/** Tokens of the person who asks. */
export const ownTokenEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/session/tokens',
    summary: "One's own API tokens without their text, newest first",
    query: PageQuerySchema,
    answer: page(TokenResourceSchema),
    errors: ['BAD_REQUEST'],
  }),
  create: endpoint({
    method: 'POST',
    path: '/api/session/tokens',
    summary: 'Create an API token that does what its user may do; its text is shown this once',
    body: CreateOwnTokenSchema,
    answer: CreatedTokenSchema,
    status: 201,
    errors: ['BAD_REQUEST'],
  }),
  rename: endpoint({
    method: 'PUT',
    path: '/api/session/tokens/:id',
    summary: "Rename one of one's own API tokens",
    body: RenameTokenSchema,
    answer: TokenResourceSchema,
    errors: ['NOT_FOUND', 'BAD_REQUEST'],
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/session/tokens/:id',
    summary: "Remove one of one's own API tokens; it stops working",
    answer: nothing,
    errors: ['NOT_FOUND', 'BAD_REQUEST'],
  }),
}
