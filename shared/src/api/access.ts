import { type Static, Type } from 'typebox'
import { type Role, roles } from './roles.ts'

const exact = { additionalProperties: false } as const

export { type Role, roles, roleTitles } from './roles.ts'

/** Who is calling, as `GET /api/session` answers. */
export interface SessionResource {
  readonly user: { readonly id: string; readonly name: string; readonly email: string; readonly role: Role }
}

/** `GET /api/setup`: whether the first administrator is still missing. */
export interface SetupState {
  readonly needsAdministrator: boolean
}

export const SetupSchema = Type.Object(
  {
    /** The one-time code printed at start. */
    code: Type.String({ minLength: 1, maxLength: 64 }),
    name: Type.String({ minLength: 1, maxLength: 120 }),
    email: Type.String({ format: 'email', maxLength: 254 }),
    password: Type.String({ minLength: 10, maxLength: 128 }),
  },
  exact,
)
export type Setup = Static<typeof SetupSchema>

export const SignInSchema = Type.Object(
  { email: Type.String({ format: 'email', maxLength: 254 }), password: Type.String({ minLength: 1, maxLength: 128 }) },
  exact,
)
export type SignIn = Static<typeof SignInSchema>

export interface TokenResource {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly createdAt: string
  readonly expiresAt: string | null
  readonly lastUsedAt: string | null
}

/** The answer to creating a token: the only time `token` is seen. */
export interface CreatedToken extends TokenResource {
  readonly token: string
}

export const CreateTokenSchema = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120 }),
    role: Type.Enum([...roles]),
    /** Default: never. */
    expiresAt: Type.Optional(Type.String({ format: 'date-time' })),
  },
  exact,
)
export type CreateToken = Static<typeof CreateTokenSchema>
