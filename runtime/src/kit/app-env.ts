import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Role } from '@patchbay/shared/api'
import type { Context } from 'hono'

/** Who is calling: a signed-in person, an API token, or the token of the environment. */
export interface Principal {
  readonly kind: 'user' | 'token' | 'operator'
  /** Id of the user or token; `operator` for PATCHBAY_API_TOKEN. */
  readonly id: string
  /** Shown as "modified by". */
  readonly name: string
  readonly role: Role
}

/** What the middleware leaves in Hono's context. `incoming` and `outgoing` are missing where no socket is (app.request). */
export interface AppEnv {
  Bindings: { incoming?: IncomingMessage; outgoing?: ServerResponse }
  Variables: {
    requestId: string
    /** Address of who sends the request, as far as trusted proxies tell. */
    client?: string
    /** Path of the row that answers; missing where none does. */
    route?: string
    /** The run that the request started, for the log. */
    runId?: string
    /** Who turned out to be calling, for the log. */
    caller?: string
  }
}

export type AppContext = Context<AppEnv>

/** The address of who sends the request; behind a proxy that is not trusted, the proxy. */
export function clientAddress(context: AppContext): string {
  return context.get('client') ?? context.env?.incoming?.socket.remoteAddress ?? 'local'
}
