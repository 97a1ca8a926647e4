import { type Static, Type } from 'typebox'
import { endpoint, nothing } from './endpoint.ts'
import { roles } from './roles.ts'
import { shape, text } from './shapes.ts'

const exact = { additionalProperties: false } as const

export const SessionResourceSchema = shape(
  { user: shape({ id: text(), name: text(), email: text(), role: Type.Enum([...roles]) }) },
  { title: 'Session', description: 'Who is calling.' },
)
export type SessionResource = Static<typeof SessionResourceSchema>

export const SetupStateSchema = shape({
  needsAdministrator: Type.Boolean({ description: 'Whether the first administrator is still missing.' }),
})
export type SetupState = Static<typeof SetupStateSchema>

export const SetupSchema = Type.Object(
  {
    code: Type.String({ minLength: 1, maxLength: 64, description: 'The one-time code printed at start.' }),
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
}
