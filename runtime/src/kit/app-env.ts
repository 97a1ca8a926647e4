import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Role } from '@patchbay/shared/api'
import type { Context } from 'hono'
import { networkOf } from './network-of.ts'

/** The caller: a signed-in person, an API token, or the token of the environment. */
export interface Principal {
  readonly kind: 'user' | 'token' | 'operator'
  /** Id of the user or token; `operator` for PATCHBAY_API_TOKEN. */
  readonly id: string
  /** Shown as "modified by". */
  readonly name: string
  readonly roles: readonly Role[]
  /** Whose token it is; absent for a signed-in person and where a token belongs to no user. */
  readonly userId?: string
}

/** What the middleware sets in Hono's context. `incoming` and `outgoing` are missing without a socket (app.request). */
export interface AppEnv {
  Bindings: { incoming?: IncomingMessage; outgoing?: ServerResponse }
  Variables: {
    requestId: string
    /** The client's address, as reported by trusted proxies. */
    client?: string
    /** Path of the row that answers; missing when no row matches. */
    route?: string
    /** The run that the request started, for the log. */
    runId?: string
    /** The identified caller, for the log. */
    caller?: string
  }
}

export type AppContext = Context<AppEnv>

/** The network by which the client is limited. See `networkOf`. */
export function clientNetwork(context: AppContext): string {
  return networkOf(clientAddress(context))
}

/** The client's address. Behind a proxy that is not trusted, this is the proxy's. */
export function clientAddress(context: AppContext): string {
  return context.get('client') ?? context.env?.incoming?.socket.remoteAddress ?? 'local'
}
