import type { Role } from '@patchbay/shared/api'
import type { ErrorCode } from '@patchbay/shared/errors'
import type { Static, TSchema } from 'typebox'
import type { AppContext, Principal } from './app-env.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE' | 'ALL'

/**
 * The least role that may call a route. `public`: nobody is asked. `trigger`: programs without a cookie; the
 * service checks their credential, which depends on the flow.
 */
export type Access = 'public' | 'trigger' | Exclude<Role, 'api-user'>

/** A JSON body and what it must look like. */
export interface BodyRule<Schema extends TSchema> {
  readonly schema: Schema
  /** Most bytes. Default 1 MiB. */
  readonly limit?: number
  /** Code of the 422 for a body that does not fit. Default INVALID_INPUT. */
  readonly code?: ErrorCode
  /** Before the check, such as a migration of an older format. */
  readonly prepare?: (body: unknown) => unknown
}

/** What a handler is given: everything checked against the row. */
export interface Call<Path extends string, Body, Query> {
  readonly params: Readonly<Record<ParamNames<Path>, string>>
  readonly body: Body
  readonly query: Query
  readonly context: AppContext
  /**
   * Who calls.
   * @throws AppError INTERNAL on a `public` or `trigger` route, where nobody was asked.
   */
  principal(): Principal
}

/** The names of the `:parameters` in a path. */
export type ParamNames<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamNames<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never

interface RouteBase<Path extends string> {
  readonly method: Method
  readonly path: Path
  readonly access: Access
  /** One line for openapi.json. */
  readonly summary: string
  /** Status and meaning of the good answer, for openapi.json. */
  readonly answer: string
  /** No cookie counts here and any page may link to it: static files and health. */
  readonly crossOrigin?: true
}

interface TypedRoute<Path extends string, BodySchema extends TSchema, QuerySchema extends TSchema>
  extends RouteBase<Path> {
  readonly body?: BodyRule<BodySchema>
  readonly query?: QuerySchema
  handle(call: Call<Path, Static<BodySchema>, Static<QuerySchema>>): Promise<Response> | Response
}

/** A row of the route table with its types erased; the mount checks body and query before `handle` sees them. */
export interface Route extends RouteBase<string> {
  readonly body?: BodyRule<TSchema>
  readonly query?: TSchema
  handle(call: Call<string, unknown, unknown>): Promise<Response> | Response
}

/** One row of the route table; the handler's types follow from path, body and query schema. */
export function defineRoute<
  const Path extends string,
  BodySchema extends TSchema = never,
  QuerySchema extends TSchema = never,
>(row: TypedRoute<Path, BodySchema, QuerySchema>): Route {
  // The erasure is safe: mountRoutes hands over only what the row's own schemas have accepted.
  return row as unknown as Route
}
