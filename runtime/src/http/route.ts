import { type Method, raw } from '@patchbay/shared/api'
import type { Static, TSchema } from 'typebox'
import type { Access, BodyRule as ReadRule, Route, Call as RouteCall } from '../kit/route.ts'

export type { Access, Route } from '../kit/route.ts'

export interface BodyRule<Schema extends TSchema> extends ReadRule {
  readonly schema: Schema
}

type ParamNames<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamNames<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never

interface TypedRoute<Path extends string, BodySchema extends TSchema, QuerySchema extends TSchema> {
  readonly method: Method
  readonly path: Path
  readonly access: Access
  readonly summary: string
  readonly answer: string
  readonly crossOrigin?: true
  readonly body?: BodyRule<BodySchema>
  readonly query?: QuerySchema
  handle(
    call: RouteCall<Readonly<Record<ParamNames<Path>, string>>, Static<BodySchema>, Static<QuerySchema>>,
  ): Promise<Response> | Response
}

/** The old form of a row, until every route has an endpoint in shared/src/api. */
export function defineRoute<
  const Path extends string,
  BodySchema extends TSchema = never,
  QuerySchema extends TSchema = never,
>(row: TypedRoute<Path, BodySchema, QuerySchema>): Route {
  const { method, path, summary, answer, body, query, access, crossOrigin, handle } = row
  const { schema, ...rule } = body ?? {}
  const endpoint = {
    method,
    path,
    summary,
    answer: raw('*/*'),
    description: answer,
    ...(schema === undefined ? {} : { body: schema }),
    ...(query === undefined ? {} : { query }),
  }
  // The erasure is safe: mountRoutes hands over only what the row's own schemas have accepted.
  const erased = handle as unknown as Route['handle']
  return {
    endpoint,
    method,
    path,
    access,
    body: rule,
    handle: erased,
    ...(crossOrigin === undefined ? {} : { crossOrigin }),
  }
}
