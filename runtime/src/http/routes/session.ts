import { mayReach, type SessionResource, sessionEndpoints } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { clientNetwork } from '../../kit/app-env.ts'
import { type BodyRule, defineRoute, type Route, reply } from '../../kit/route.ts'
import type { SignedInUser } from '../../services/identity.ts'
import { requirePerson } from '../require-person.ts'
import type { RouteServices } from '../services.ts'
import type { SignInLimit } from '../sign-in-limit.ts'

/** Bodies of people who have not signed in yet are small. */
const smallBody: BodyRule = { limit: 16 * 1024 }

export function sessionRoutes(services: RouteServices, limit: SignInLimit): readonly Route[] {
  const { identity, setup, passwords, installation, inbox } = services
  const toSession = async ({ id, name, email, roles }: SignedInUser): Promise<SessionResource> => ({
    user: { id, name, email, roles },
    timeZone: (await installation.get()).timeZone,
  })
  /** Only who answers contacts is told of. */
  const isAgent = ({ roles }: Pick<SignedInUser, 'roles'>) => mayReach(roles, 'agent')
  const comes = async (user: SignedInUser) => {
    if (isAgent(user)) await inbox.agentStatuses.signedIn(user.id)
  }
  const leaves = async (user: Pick<SignedInUser, 'id' | 'roles'>) => {
    if (isAgent(user)) await inbox.agentStatuses.signedOut(user.id)
  }
  return [
    defineRoute(sessionEndpoints.needsSetup, {
      access: 'public',
      handle: async () => ({ needsAdministrator: await setup.needsAdministrator() }),
    }),
    defineRoute(sessionEndpoints.setUp, {
      access: 'public',
      body: smallBody,
      handle: async ({ body, context }) => {
        await limit.attempt({ address: clientNetwork(context), name: 'setup' }, () => setup.finish(body))
        const { user, cookies } = await identity.signIn(body.email, body.password)
        await comes(user)
        return reply(await toSession(user), { cookies })
      },
    }),
    defineRoute(sessionEndpoints.get, {
      access: 'public',
      handle: async ({ context }) => {
        const session = await identity.session(context.req.raw.headers, { renew: true })
        if (session === undefined) throw new AppError('UNAUTHENTICATED', 'You are not signed in. Sign in first.')
        return reply(await toSession(session.user), { cookies: session.cookies })
      },
    }),
    defineRoute(sessionEndpoints.signIn, {
      access: 'public',
      body: smallBody,
      handle: async ({ body, context }) => {
        const from = { address: clientNetwork(context), name: body.email }
        const { user, cookies } = await limit.attempt(from, () => identity.signIn(body.email, body.password))
        await comes(user)
        return reply(await toSession(user), { cookies })
      },
    }),
    defineRoute(sessionEndpoints.signOut, {
      access: 'public',
      handle: async ({ context }) => {
        const user = (await identity.session(context.req.raw.headers))?.user
        const { cookies } = await identity.signOut(context.req.raw.headers)
        if (user !== undefined) await leaves(user)
        return reply(null, { cookies })
      },
    }),
    defineRoute(sessionEndpoints.signOutEverywhere, {
      access: 'person',
      handle: async ({ context, principal }) => {
        const person = requirePerson(principal())
        await passwords.endSessions(person.id)
        await leaves(person)
        const { cookies } = await identity.signOut(context.req.raw.headers)
        return reply(null, { cookies })
      },
    }),
    defineRoute(sessionEndpoints.changePassword, {
      access: 'person',
      body: smallBody,
      handle: async ({ body, context, principal }) => {
        const { id } = requirePerson(principal())
        const email = (await identity.session(context.req.raw.headers))?.user.email ?? ''
        const from = { address: clientNetwork(context), name: email }
        await limit.attempt(from, () => passwords.change({ id, email }, body))
        const { user, cookies } = await identity.signIn(email, body.newPassword)
        return reply(await toSession(user), { cookies })
      },
    }),
    defineRoute(sessionEndpoints.resetPassword, {
      access: 'public',
      body: smallBody,
      handle: async ({ body, context }) => {
        const from = { address: clientNetwork(context), name: 'password-reset' }
        await limit.attempt(from, () => passwords.reset(body.token, body.password))
      },
    }),
  ]
}
