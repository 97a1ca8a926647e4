import { type Static, Type } from 'typebox'
import { endpoint, nothing } from './endpoint.ts'
import { PageQuerySchema, page } from './page.ts'
import { roles } from './roles.ts'
import { nullable, shape, text, time } from './shapes.ts'

const exact = { additionalProperties: false } as const

const tokenMembers = {
  id: text(),
  name: text(),
  role: Type.Enum([...roles]),
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

export const CreateTokenSchema = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120 }),
    role: Type.Enum([...roles]),
    expiresAt: Type.Optional(Type.String({ format: 'date-time', description: 'Default: never.' })),
  },
  exact,
)
export type CreateToken = Static<typeof CreateTokenSchema>

export const tokenEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/tokens',
    summary: 'API tokens without their text, newest first',
    query: PageQuerySchema,
    answer: page(TokenResourceSchema),
  }),
  create: endpoint({
    method: 'POST',
    path: '/api/tokens',
    summary: 'Create an API token; its text is shown this once',
    body: CreateTokenSchema,
    answer: CreatedTokenSchema,
    status: 201,
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/tokens/:id',
    summary: 'Remove an API token; it stops working',
    answer: nothing,
    errors: ['NOT_FOUND'],
  }),
}
