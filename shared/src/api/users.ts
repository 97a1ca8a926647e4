import { type Static, Type } from 'typebox'
import { endpoint, nothing } from './endpoint.ts'
import { PageQuerySchema, page } from './page.ts'
import { roles } from './roles.ts'
import { list, shape, text, time } from './shapes.ts'

const exact = { additionalProperties: false } as const

const RoleSchema = Type.Enum([...roles])

/** Roles as answered: in their usual order. */
export const RolesSchema = list(RoleSchema)

/** Roles as sent: at least one, in any order. */
export const ChosenRolesSchema = Type.Array(RoleSchema, { minItems: 1, maxItems: roles.length, uniqueItems: true })

export const UserResourceSchema = shape(
  { id: text(), name: text(), email: text(), roles: RolesSchema, createdAt: time() },
  {
    title: 'User',
    description: 'A person or a program that has a password here. What the roles may do adds up.',
  },
)
export type UserResource = Static<typeof UserResourceSchema>

/** Ten characters at least, as the sign-in takes them. */
export const NewPasswordSchema = Type.String({ minLength: 10, maxLength: 128 })

export const CreateUserSchema = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120 }),
    email: Type.String({ format: 'email', maxLength: 254 }),
    password: NewPasswordSchema,
    roles: ChosenRolesSchema,
  },
  exact,
)
export type CreateUser = Static<typeof CreateUserSchema>

export const ChangeUserSchema = Type.Object({ roles: ChosenRolesSchema }, exact)
export type ChangeUser = Static<typeof ChangeUserSchema>

export const PasswordResetSchema = shape(
  {
    url: text('Where the user chooses a new password. This is the only time it is shown.'),
    expiresAt: time(),
  },
  { title: 'PasswordReset' },
)
export type PasswordReset = Static<typeof PasswordResetSchema>

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
    errors: ['EMAIL_EXISTS', 'TOO_MANY_REQUESTS'],
  }),
  change: endpoint({
    method: 'PUT',
    path: '/api/users/:id',
    summary: 'Change the roles of a user',
    description: 'In force at once, on all nodes, for open pages and for tokens.',
    body: ChangeUserSchema,
    answer: UserResourceSchema,
    errors: ['NOT_FOUND', 'LAST_ADMINISTRATOR'],
  }),
  resetPassword: endpoint({
    method: 'POST',
    path: '/api/users/:id/password-reset',
    summary: 'Make a link by which a user chooses a new password',
    description:
      'It works once and for 24 hours, and a link made before stops working. Nothing else changes until then.',
    answer: PasswordResetSchema,
    status: 201,
    errors: ['NOT_FOUND'],
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/users/:id',
    summary: 'Remove a user and end their sessions',
    answer: nothing,
    errors: ['NOT_FOUND', 'LAST_ADMINISTRATOR'],
  }),
}
