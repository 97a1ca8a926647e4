import { type SessionResource, SetupSchema, type SetupState, SignInSchema } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { SignedInUser } from '../../services/identity.ts'
import { clientAddress } from '../app-env.ts'
import { json, noContent } from '../responses.ts'
import { defineRoute, type Route } from '../route.ts'
import type { RouteServices } from '../services.ts'
import type { SignInLimit } from '../sign-in-limit.ts'

/** Bodies of people who have not signed in yet are small. */
const smallBody = 16 * 1024

export function sessionRoutes({ identity, setup }: RouteServices, limit: SignInLimit): readonly Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/setup',
      access: 'public',
      summary: 'Whether the first administrator is still missing',
      answer: '200 { needsAdministrator }',
      handle: async () => {
        const state: SetupState = { needsAdministrator: await setup.needsAdministrator() }
        return json(state)
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/setup',
      access: 'public',
      summary: 'Make the first administrator with the code printed at start, and sign in',
      answer: '201 the session',
      body: { schema: SetupSchema, limit: smallBody },
      handle: async ({ body, context }) => {
        await limit.attempt({ address: clientAddress(context), name: 'setup' }, () => setup.finish(body))
        const { user, cookies } = await identity.signIn(body.email, body.password)
        return withCookies(json(toSession(user), 201), cookies)
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/session',
      access: 'public',
      summary: 'Who is signed in',
      answer: '200 the session, 401 when nobody is',
      handle: async ({ context }) => {
        const session = await identity.session(context.req.raw.headers, { renew: true })
        if (session === undefined) throw new AppError('UNAUTHENTICATED', 'Nobody is signed in here.')
        return withCookies(json(toSession(session.user)), session.cookies)
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/session',
      access: 'public',
      summary: 'Sign in with e-mail and password',
      answer: '200 the session',
      body: { schema: SignInSchema, limit: smallBody },
      handle: async ({ body, context }) => {
        const from = { address: clientAddress(context), name: body.email }
        const { user, cookies } = await limit.attempt(from, () => identity.signIn(body.email, body.password))
        return withCookies(json(toSession(user)), cookies)
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api/session',
      access: 'public',
      summary: 'Sign out',
      answer: '204',
      handle: async ({ context }) => {
        const { cookies } = await identity.signOut(context.req.raw.headers)
        return withCookies(noContent(), cookies)
      },
    }),
  ]
}

function toSession({ id, name, email, role }: SignedInUser): SessionResource {
  return { user: { id, name, email, role } }
}

function withCookies(response: Response, cookies: readonly string[]): Response {
  for (const cookie of cookies) response.headers.append('set-cookie', cookie)
  return response
}
