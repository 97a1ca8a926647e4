import { type Static, Type } from 'typebox'
import { endpoint, nothing } from './endpoint.ts'
import { PageQuerySchema, page } from './page.ts'
import { roles } from './roles.ts'
import { shape, text, time } from './shapes.ts'

const exact = { additionalProperties: false } as const

export const UserResourceSchema = shape(
  { id: text(), name: text(), email: text(), role: Type.Enum([...roles]), createdAt: time() },
  {
    title: 'User',
    description: 'A person, or with the role `api-user` a program, that has a password here.',
  },
)
export type UserResource = Static<typeof UserResourceSchema>

export const CreateUserSchema = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120 }),
    email: Type.String({ format: 'email', maxLength: 254 }),
    password: Type.String({ minLength: 10, maxLength: 128 }),
    role: Type.Enum([...roles]),
  },
  exact,
)
export type CreateUser = Static<typeof CreateUserSchema>

export const ChangeUserSchema = Type.Object({ role: Type.Enum([...roles]) }, exact)
export type ChangeUser = Static<typeof ChangeUserSchema>

export const userEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/users',
    summary: 'Users, by e-mail',
    query: PageQuerySchema,
    answer: page(UserResourceSchema),
  }),
  create: endpoint({
    method: 'POST',
    path: '/api/users',
    summary: 'Add a user',
    body: CreateUserSchema,
    answer: UserResourceSchema,
    status: 201,
    errors: ['EMAIL_EXISTS'],
  }),
  change: endpoint({
    method: 'PUT',
    path: '/api/users/:id',
    summary: 'Change the role of a user',
    body: ChangeUserSchema,
    answer: UserResourceSchema,
    errors: ['NOT_FOUND', 'LAST_ADMINISTRATOR'],
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/users/:id',
    summary: 'Remove a user and end their sessions',
    answer: nothing,
    errors: ['NOT_FOUND', 'LAST_ADMINISTRATOR'],
  }),
}
