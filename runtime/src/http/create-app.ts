import { randomUUID } from 'node:crypto'
import { AppError } from '@patchbay/shared/errors'
import { Hono } from 'hono'
import type { Logger } from 'pino'
import type { AppContext, AppEnv } from '../kit/app-env.ts'
import type { Route } from '../kit/route.ts'
import { createClientAddress } from './client-address.ts'
import { type MountOptions, mountRoutes, refuseStrayRoutes } from './mount-routes.ts'
import { problem } from './problem.ts'
import { createRefusalLog } from './refusal-log.ts'
import { securityHeaders } from './security-headers.ts'
import { toAnsweredError } from './store-failure.ts'
import { isV1, v1Errors } from './v1-errors.ts'

export interface AppOptions extends MountOptions {
  readonly routes: readonly Route[]
  readonly log: Logger
  /** Default: none. */
  readonly trustedProxies?: readonly string[]
  /** Called for every answer, for the metrics. `route` is the row's path, or `unknown` when no row answered. */
  onAnswer(answer: { route: string; method: string; status: number; seconds: number }): void
}

/** The whole HTTP surface: the rows of the route table, wrapped in the middleware that every answer passes. */
export function createApp(options: AppOptions): Hono<AppEnv> {
  // An address that somebody pasted with a slash at its end is the same address.
  const app = new Hono<AppEnv>({ strict: false })
  app.use(surroundRequest(options))
  mountRoutes(app, options.routes, options)
  refuseStrayRoutes(app, options.routes)
  app.notFound((context) => answerError(context, new AppError('NOT_FOUND', 'Nothing is at this address.')))
  app.onError((thrown, context) => {
    const error = toAnsweredError(thrown)
    if (error.status >= 500) {
      options.log.error({ err: error.cause ?? error, requestId: context.get('requestId') }, error.message)
    }
    return answerError(context, error)
  })
  return app
}

function answerError(context: AppContext, error: AppError): Response {
  return isV1(context.req.path) ? v1Errors(error) : problem(error, context.get('requestId'))
}

/** Request id, security headers, request log and metrics around every answer. */
function surroundRequest(options: AppOptions) {
  const readClient = createClientAddress(options.trustedProxies ?? [])
  const countRefusal = createRefusalLog(options.log)
  const onAll = Object.entries(securityHeaders({ isHttps: options.publicUrl?.startsWith('https:') === true }))
  return async (context: AppContext, next: () => Promise<void>): Promise<void> => {
    const startedAt = performance.now()
    const requestId = requestIdOf(context)
    context.set('requestId', requestId)
    context.set('client', readClient(context))
    const outgoing = context.env?.outgoing
    // Headers on Node's response are cheap. Setting them on the Response would build its headers object and copy it.
    if (outgoing !== undefined) {
      for (const [name, value] of onAll) outgoing.setHeader(name, value)
      outgoing.setHeader('x-request-id', requestId)
    }
    await next()
    if (outgoing === undefined) addMissing(context.res.headers, [...onAll, ['x-request-id', requestId]])
    const { status } = context.res
    const route = context.get('route') ?? 'unknown'
    const answer = { route, method: context.req.method, status, seconds: (performance.now() - startedAt) / 1000 }
    options.onAnswer(answer)
    if (isRefusedEvent(answer)) countRefusal()
    logAnswer(options.log, context, answer)
  }
}

function addMissing(headers: Headers, added: readonly (readonly [name: string, value: string])[]): void {
  for (const [name, value] of added) if (!headers.has(name)) headers.set(name, value)
}

/** Keeps the caller's own id when it is harmless, so that a request can be followed through several services. */
function requestIdOf(context: AppContext): string {
  const given = context.req.header('x-request-id')
  return given !== undefined && /^[\w.-]{8,100}$/.test(given) ? given : randomUUID()
}

/** True when the queue limit was exceeded, or the limit of wrong credentials, each of which was logged. */
function isRefusedEvent({ route, status }: Answer): boolean {
  return status === 429 && !route.startsWith('/api/')
}

type Answer = Parameters<AppOptions['onAnswer']>[0]

const spokenByOpenEditors: ReadonlySet<string> = new Set([
  '/api/flows/:id/presence/:session',
  '/api/flows/:id/working-copies/:copy',
])

/**
 * Writes one line per answer. It names the row's path instead of the address, because webhook paths are secrets and
 * query strings may hold phone numbers. Good answers to triggers and files, which are many, and to an open editor,
 * which calls every few seconds, are logged at `debug`. So are refused events, of which there may be thousands per
 * second.
 */
function logAnswer(log: Logger, context: AppContext, answer: Answer): void {
  const isCommon = !answer.route.startsWith('/api/') || spokenByOpenEditors.has(answer.route)
  const isDetail = isCommon && (answer.status < 400 || isRefusedEvent(answer))
  const level = answer.status >= 500 ? 'error' : isDetail ? 'debug' : 'info'
  if (!log.isLevelEnabled(level)) return
  const { route, method, status, seconds } = answer
  const ms = Math.round(seconds * 100_000) / 100
  log[level](
    {
      requestId: context.get('requestId'),
      method,
      route,
      status,
      ms,
      caller: context.get('caller'),
      client: context.get('client'),
      runId: context.get('runId'),
    },
    'request',
  )
}
