import {
  type BodyOf,
  type Endpoint,
  goodStatus,
  isNothing,
  isRaw,
  type NothingAnswer,
  type ParamsOf,
  type QueryOf,
  type RawAnswer,
  type Reach,
} from '@patchbay/shared/api'
import type { ErrorCode } from '@patchbay/shared/errors'
import type { Static, TSchema } from 'typebox'
import type { AppContext, Principal } from './app-env.ts'
import { json, noContent } from './responses.ts'

/**
 * Who may call a route: people whose roles reach that far (`mayReach`). `public`: no credential is asked for. `trigger`:
 * programs without a cookie; the service checks their credential, which depends on the flow.
 */
export type Access = 'public' | 'trigger' | Reach

/** How the JSON body of an endpoint is read. */
export interface BodyRule {
  /** Most bytes. Default 1 MiB. */
  readonly limit?: number
  /** Code of the 422 for a body that does not fit its schema. Default INVALID_INPUT. */
  readonly code?: ErrorCode
  /** Refuses a key that an object has twice, of which nobody would know which one counts. Default: the last one counts. */
  readonly hasUniqueKeys?: boolean
  /** Called before the schema check, for example to migrate an older format. */
  readonly prepare?: (body: unknown) => unknown
}

/** The checked parts of a request, as a handler gets them. */
export interface Call<Params, Body, Query> {
  readonly params: Params
  readonly body: Body
  readonly query: Query
  readonly context: AppContext
  /**
   * The caller.
   * @throws AppError INTERNAL on a `public` or `trigger` route, where no caller is identified.
   */
  principal(): Principal
}

const replyMark = Symbol('reply')

/** A good answer with headers, cookies or another status. Made by `reply`. */
export interface Reply<Body, Status extends number = never> {
  // A symbol, so that no ordinary answer is mistaken for a reply.
  readonly [replyMark]: ReplyOptions<Status> & { readonly body: Body }
}

interface ReplyOptions<Status extends number> {
  /** One of the endpoint's further statuses (`also`). Absent: its usual one. */
  readonly status?: Status
  readonly headers?: Readonly<Record<string, string>>
  /** Values of `Set-Cookie`. */
  readonly cookies?: readonly string[]
}

/** Answers `body` with headers, cookies, or another of the endpoint's good statuses. */
export function reply<const Body, const Status extends number = never>(
  body: Body,
  options: ReplyOptions<Status>,
): Reply<Body, Status> {
  return { [replyMark]: { ...options, body } }
}

/** What a handler returns: data for a JSON answer, nothing for a 204, a Response when it writes bytes itself. */
export type Result<Row extends Endpoint> = Row['answer'] extends NothingAnswer
  ? Promise<void> | Promise<Reply<null> | FurtherReply<Row>>
  : Promise<BodyResult<Row>> | BodyResult<Row>

type BodyResult<Row extends Endpoint> = Row['answer'] extends RawAnswer
  ? Response
  : Static<Row['answer']> | Reply<Static<Row['answer']>> | FurtherReply<Row> | FlowAnswer<Row>

type FlowAnswer<Row extends Endpoint> = Row extends { readonly flowAnswers: true } ? Response : never

type FurtherReply<Row extends Endpoint> = Row extends { readonly also: infer Further }
  ? {
      [Status in keyof Further & number]: Reply<Static<Extract<Further[Status], TSchema>>, Status>
    }[keyof Further & number]
  : never

interface RouteOptions {
  readonly access: Access
  /** Skips the origin check: the route reads no cookie, and any page may link to it. For static files and health. */
  readonly crossOrigin?: true
  readonly body?: BodyRule
}

interface TypedRoute<Row extends Endpoint> extends RouteOptions {
  handle(call: Call<ParamsOf<Row>, BodyOf<Row>, QueryOf<Row>>): Result<Row>
}

/** A row of the route table with its types erased; the mount checks body and query before `handle` sees them. */
export interface Route extends RouteOptions {
  readonly endpoint: Endpoint
  readonly method: Endpoint['method']
  readonly path: string
  handle(call: Call<Readonly<Record<string, string>>, unknown, unknown>): Promise<Response> | Response
}

/** One row of the route table: what answers an endpoint, and who may call it. */
export function defineRoute<const Row extends Endpoint>(endpoint: Row, options: NoInfer<TypedRoute<Row>>): Route {
  // Erasing the type is safe: mountRoutes passes only what the endpoint's own schemas have accepted.
  const { handle, ...row } = options as unknown as RouteOptions & { handle(call: unknown): unknown }
  const respond = createRespond(endpoint)
  const { method, path } = endpoint
  return { ...row, endpoint, method, path, handle: async (call) => respond(await handle(call)) }
}

/** Turns a handler's result into a Response. The answer is not validated here: types and the test suites do that. */
function createRespond(endpoint: Endpoint): (result: unknown) => Response {
  const { answer } = endpoint
  const status = goodStatus(endpoint)
  // The handler's type allows only a Response here.
  if (isRaw(answer)) return (result) => result as Response
  if (isNothing(answer)) {
    return (result) => {
      const given = replyOf(result)
      if (given?.status !== undefined) return withCookies(json(given.body, given.status, given.headers), given.cookies)
      return withCookies(noContent(given?.headers), given?.cookies)
    }
  }
  return (result) => {
    // The handler's type allows one only where flows answer.
    if (result instanceof Response) return result
    const given = replyOf(result)
    if (given === undefined) return json(result, status)
    return withCookies(json(given.body, given.status ?? status, given.headers), given.cookies)
  }
}

function replyOf(result: unknown): (ReplyOptions<number> & { readonly body: unknown }) | undefined {
  const isReply = typeof result === 'object' && result !== null && replyMark in result
  // Only `reply` sets the mark.
  return isReply ? (result as Reply<unknown, number>)[replyMark] : undefined
}

function withCookies(response: Response, cookies: readonly string[] = []): Response {
  for (const cookie of cookies) response.headers.append('set-cookie', cookie)
  return response
}
