import { AppError } from '@patchbay/shared/errors'
import { type AppContext, clientAddress } from '../app-env.ts'
import { createIdentify } from '../identify.ts'
import { json } from '../responses.ts'
import { defineRoute, type Route } from '../route.ts'
import type { RouteServices } from '../services.ts'

/** For monitors. */
export function healthRoutes(services: RouteServices): readonly Route[] {
  const identify = createIdentify(services.credentials, services.identity)
  return [
    defineRoute({
      method: 'GET',
      path: '/healthz',
      access: 'public',
      crossOrigin: true,
      summary: 'Whether the process answers',
      answer: '200 { status: "ok" }',
      handle: () => json({ status: 'ok' }),
    }),
    defineRoute({
      method: 'GET',
      path: '/readyz',
      access: 'public',
      crossOrigin: true,
      summary: 'Whether the server takes work: the database answers and it is not stopping',
      answer: '200 { status: "ready" }, 503',
      handle: async () => {
        if (services.stopping.aborted) throw new AppError('SHUTTING_DOWN', 'The server is stopping.')
        await services.ping()
        return json({ status: 'ready' })
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/metrics',
      access: 'public',
      crossOrigin: true,
      summary: 'Prometheus metrics; with a token of a Viewer or more, or from loopback',
      answer: '200 text',
      handle: async ({ context }) => {
        if (!isLoopback(context)) await requireViewer(context, identify)
        const text = await services.metrics.text()
        return new Response(text, {
          headers: { 'content-type': services.metrics.contentType, 'cache-control': 'no-store' },
        })
      },
    }),
  ]
}

/** A proxy on this machine calls from loopback, too, but says for whom. */
function isLoopback(context: AppContext): boolean {
  const isForwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => context.req.header(name))
  return !isForwarded && /^(127\.|::1$|::ffff:127\.)/.test(clientAddress(context))
}

async function requireViewer(context: AppContext, identify: ReturnType<typeof createIdentify>): Promise<void> {
  const principal = context.req.header('authorization') === undefined ? undefined : await identify(context)
  if (principal === undefined) {
    throw new AppError('UNAUTHENTICATED', 'Metrics need "Authorization: Bearer <api token>" from elsewhere.')
  }
  if (principal.role === 'api-user') throw new AppError('FORBIDDEN', 'This needs the role viewer or more.')
}
