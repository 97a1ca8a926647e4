import { connectionEndpoints } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { AppContext } from '../../kit/app-env.ts'
import { OAUTH_CALLBACK_PATH } from '../../kit/oauth.ts'
import { defineRoute, type Route } from '../../kit/route.ts'
import { baseUrlOf } from '../base-url.ts'
import type { RouteServices } from '../services.ts'

/** Connect: a person gives an account access at its service. */
export function connectionRoutes({ connecting, identity, publicUrl }: RouteServices): readonly Route[] {
  /** @throws AppError BAD_REQUEST for a token, which no browser comes back with */
  async function sessionOf({ req }: AppContext): Promise<string> {
    const session = await identity.session(req.raw.headers)
    if (session !== undefined) return session.sessionId
    throw new AppError('BAD_REQUEST', 'This is for people who have signed in: the service is visited with a browser.')
  }
  return [
    defineRoute(connectionEndpoints.begin, {
      access: 'administrator',
      handle: async ({ params, context }) => {
        const redirectUri = `${baseUrlOf(context, publicUrl)}${OAUTH_CALLBACK_PATH}`
        return { url: await connecting.begin(params.id, { sessionId: await sessionOf(context), redirectUri }) }
      },
    }),
    defineRoute(connectionEndpoints.finish, {
      access: 'administrator',
      handle: async ({ body, context }) => connecting.finish(body, await sessionOf(context)),
    }),
  ]
}
