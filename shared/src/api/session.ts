import { type Static, Type } from 'typebox'
import { endpoint, nothing } from './endpoint.ts'
import { TimeZoneSchema } from './installation.ts'
import { nullable, shape, text } from './shapes.ts'
import { NewPasswordSchema, RolesSchema } from './users.ts'

const exact = { additionalProperties: false } as const

export const SessionResourceSchema = shape(
  {
    user: shape({ id: text(), name: text(), email: text(), roles: RolesSchema }),
    timeZone: nullable(text(), {
      description: 'IANA zone in which times are told that belong to no flow; null until an administrator chooses one.',
    }),
  },
  { title: 'Session', description: 'Who is calling.' },
)
export type SessionResource = Static<typeof SessionResourceSchema>

export const SetupStateSchema = shape({
  needsAdministrator: Type.Boolean({ description: 'Whether the first administrator is still missing.' }),
})
export type SetupState = Static<typeof SetupStateSchema>

export const SetupSchema = Type.Object(
  {
    code: Type.String({
      minLength: 1,
      maxLength: 64,
      description: 'The one-time code printed at start, with or without its hyphen, in any case.',
    }),
    name: Type.String({ minLength: 1, maxLength: 120 }),
    email: Type.String({ format: 'email', maxLength: 254 }),
    password: NewPasswordSchema,
    timeZone: Type.Optional(TimeZoneSchema),
  },
  exact,
)
export type Setup = Static<typeof SetupSchema>

export const SignInSchema = Type.Object(
  { email: Type.String({ format: 'email', maxLength: 254 }), password: Type.String({ minLength: 1, maxLength: 128 }) },
  exact,
)
export type SignIn = Static<typeof SignInSchema>

export const ChangePasswordSchema = Type.Object(
  { currentPassword: Type.String({ minLength: 1, maxLength: 128 }), newPassword: NewPasswordSchema },
  exact,
)
export type ChangePassword = Static<typeof ChangePasswordSchema>

export const ResetPasswordSchema = Type.Object(
  {
    token: Type.String({ minLength: 1, maxLength: 200, description: 'The part of the link behind the #.' }),
    password: NewPasswordSchema,
  },
  exact,
)
export type ResetPassword = Static<typeof ResetPasswordSchema>

export const sessionEndpoints = {
  needsSetup: endpoint({
    method: 'GET',
    path: '/api/setup',
    summary: 'Whether the first administrator is still missing',
    answer: SetupStateSchema,
  }),
  setUp: endpoint({
    method: 'POST',
    path: '/api/setup',
    summary: 'Make the first administrator with the code printed at start, and sign in',
    description: 'Sets the cookie of the session.',
    body: SetupSchema,
    answer: SessionResourceSchema,
    status: 201,
    errors: ['SETUP_DONE', 'INVALID_INPUT', 'TOO_MANY_REQUESTS'],
  }),
  get: endpoint({
    method: 'GET',
    path: '/api/session',
    summary: 'Who is signed in',
    answer: SessionResourceSchema,
    errors: ['UNAUTHENTICATED'],
  }),
  signIn: endpoint({
    method: 'POST',
    path: '/api/session',
    summary: 'Sign in with e-mail and password',
    description: 'Sets the cookie of the session.',
    body: SignInSchema,
    answer: SessionResourceSchema,
    errors: ['UNAUTHENTICATED', 'TOO_MANY_REQUESTS'],
  }),
  signOut: endpoint({
    method: 'DELETE',
    path: '/api/session',
    summary: 'Sign out',
    answer: nothing,
  }),
  signOutEverywhere: endpoint({
    method: 'DELETE',
    path: '/api/sessions',
    summary: 'End all sessions of the signed-in user, in every browser',
    answer: nothing,
  }),
  changePassword: endpoint({
    method: 'PUT',
    path: '/api/session/password',
    summary: "Change one's own password",
    description: 'Ends all other sessions of the user and sets the cookie of a new one.',
    body: ChangePasswordSchema,
    answer: SessionResourceSchema,
    errors: ['INVALID_INPUT', 'TOO_MANY_REQUESTS'],
  }),
  resetPassword: endpoint({
    method: 'POST',
    path: '/api/password-reset',
    summary: 'Choose a new password by the link of an administrator',
    description: 'Ends all sessions of the user.',
    body: ResetPasswordSchema,
    answer: nothing,
    errors: ['INVALID_TOKEN', 'TOO_MANY_REQUESTS'],
  }),
}
