import { healthEndpoints } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { type AppContext, clientAddress } from '../../kit/app-env.ts'
import { defineRoute, type Route } from '../../kit/route.ts'
import type { Identify } from '../identify.ts'
import { requireRole } from '../mount-routes.ts'
import { namesOwnHost } from '../origin-guard.ts'
import type { RouteServices } from '../services.ts'

/** For monitors. */
export function healthRoutes(services: RouteServices): readonly Route[] {
  return [
    defineRoute(healthEndpoints.alive, {
      access: 'public',
      crossOrigin: true,
      handle: () => ({ status: 'ok' }),
    }),
    defineRoute(healthEndpoints.ready, {
      access: 'public',
      crossOrigin: true,
      handle: async () => {
        if (services.stopping.aborted) throw new AppError('SHUTTING_DOWN', 'The server is stopping.')
        await services.ping()
        return { status: 'ready' }
      },
    }),
    defineRoute(healthEndpoints.metrics, {
      access: 'public',
      crossOrigin: true,
      handle: async ({ context }) => {
        const isLocal = isLoopback(context) && namesOwnHost(context, services.publicUrl)
        if (!isLocal) await requireViewer(context, services.identify)
        const text = await services.metrics.text()
        return new Response(text, {
          headers: { 'content-type': services.metrics.contentType, 'cache-control': 'no-store' },
        })
      },
    }),
  ]
}

/**
 * True for a direct call from this machine. A page in a browser on this machine makes one, too, so the Host counts as
 * well. A local proxy also calls from loopback, but adds forwarding headers.
 */
function isLoopback(context: AppContext): boolean {
  const isForwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => context.req.header(name))
  return !isForwarded && /^(127\.|::1$|::ffff:127\.)/.test(clientAddress(context))
}

async function requireViewer(context: AppContext, identify: Identify): Promise<void> {
  const principal = context.req.header('authorization') === undefined ? undefined : await identify(context)
  if (principal === undefined) {
    throw new AppError('UNAUTHENTICATED', 'Calls from another machine need "Authorization: Bearer <api token>".')
  }
  requireRole(principal, 'viewer')
}
