import type { AnswerOf, BodyOf, Endpoint, Endpoints, ParamsOf, QueryOf } from '@patchbay/shared/api'

// Types only: the schemas of the endpoints stay on the server, and the browser gets method and path as written.

/** An endpoint as `GET /api/flows/:id`. */
export type EndpointName = Extract<keyof Endpoints, `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /api/${string}`>

export type Answer<Name extends EndpointName> = AnswerOf<Endpoints[Name]>

export interface CallOptions {
  readonly signal?: AbortSignal
  /** The page may close before the answer: the request lives on, if its body is small enough for that. */
  readonly isLast?: boolean
}

type Params<Row extends Endpoint> = keyof ParamsOf<Row> extends never ? unknown : { readonly params: ParamsOf<Row> }

/** Members that are undefined or empty are not sent. */
type Query<Row extends Endpoint> =
  QueryOf<Row> extends undefined
    ? unknown
    : { readonly query?: { readonly [Member in keyof QueryOf<Row>]?: QueryOf<Row>[Member] | undefined } }

type Body<Row extends Endpoint> = BodyOf<Row> extends undefined ? unknown : { readonly body: BodyOf<Row> }

/** A body that is sent as it is. */
type FileOf<Row extends Endpoint> = Row extends { readonly rawBody: unknown } ? { readonly file: Blob } : unknown

/** Sent as `If-Match: "<revision>"`. */
type Revision<Row extends Endpoint> = Row extends { readonly ifMatch: infer Need }
  ? Need extends 'required'
    ? { readonly revision: number }
    : { readonly revision?: number }
  : unknown

type OptionsOf<Row extends Endpoint> = CallOptions & Params<Row> & Query<Row> & Body<Row> & FileOf<Row> & Revision<Row>

/** The arguments of `call` behind the endpoint; none are needed where the endpoint needs nothing. */
export type CallArguments<Name extends EndpointName> =
  CallOptions extends OptionsOf<Endpoints[Name]>
    ? [options?: OptionsOf<Endpoints[Name]>]
    : [options: OptionsOf<Endpoints[Name]>]

/** The arguments of `addressOf` behind the endpoint. */
export type ParamArguments<Name extends EndpointName> = keyof ParamsOf<Endpoints[Name]> extends never
  ? []
  : [params: ParamsOf<Endpoints[Name]>]
