import { type Static, Type } from 'typebox'
import { type Role, roles } from './access.ts'

const exact = { additionalProperties: false } as const

/** A person (or, with the role `api-user`, a program) that has a password here. */
export interface UserResource {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly createdAt: string
}

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

/** `PUT /api/users/:id`. */
export const ChangeUserSchema = Type.Object({ role: Type.Enum([...roles]) }, exact)
export type ChangeUser = Static<typeof ChangeUserSchema>
