import type { Static, TSchema } from 'typebox'
import type { ErrorCode } from '../errors/error-table.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'ALL'

/** The good answer has no body: 204. */
export interface NothingAnswer {
  readonly kind: 'nothing'
}

/** The good answer is written by the handler itself: a stream, a file, or bytes that are JSON already. */
export interface RawAnswer {
  readonly kind: 'raw'
  /** Its media type. */
  readonly type: string
  /** What the body looks like, where it is JSON. */
  readonly schema?: TSchema
}

/** One address of the HTTP API: what goes in, what comes out. Server, designer, OpenAPI and tests read the same one. */
export interface Endpoint {
  readonly method: Method
  /** With `:names` for its parameters. */
  readonly path: string
  /** One line. */
  readonly summary: string
  /** What the schemas cannot say. */
  readonly description?: string
  /** An object of texts. */
  readonly query?: TSchema
  /** A JSON body, checked before the handler is called. */
  readonly body?: TSchema
  /** A body that the handler reads itself, for example because a signature over its bytes comes first. */
  readonly rawBody?: { readonly schema: TSchema; readonly types?: readonly string[] }
  /** Whether `If-Match: "<revision>"` has to come, or may. */
  readonly ifMatch?: 'required' | 'optional'
  /** The answer has an ETag. A request whose `If-None-Match` names it is answered 304, without a body. */
  readonly conditional?: true
  /** The schema of the JSON that is answered. */
  readonly answer: TSchema | NothingAnswer | RawAnswer
  /** Of the good answer. Default 200, or 204 without a body. */
  readonly status?: number
  /** A flow may answer in its own words instead. Such an answer names its run in `X-Run-Id`. */
  readonly flowAnswers?: true
  /** Further good answers by status. */
  readonly also?: Readonly<Record<number, TSchema>>
  /**
   * How a program proves itself where it sends no token of ours: a name and a password, or in the way of the flow or the
   * service, or not at all (`own`).
   */
  readonly credential?: 'basic' | 'own'
  /** Codes that callers of this endpoint should expect, besides those that any address can answer. */
  readonly errors?: readonly ErrorCode[]
}

/** Keeps the literal types of method, path and schemas. */
export function endpoint<const Row extends Endpoint>(row: Row): Row {
  return row
}

export const nothing: NothingAnswer = { kind: 'nothing' }

export function raw<const Type extends string>(type: Type, schema?: TSchema): RawAnswer {
  return { kind: 'raw', type, ...(schema === undefined ? {} : { schema }) }
}

export function isRaw(answer: Endpoint['answer']): answer is RawAnswer {
  return 'kind' in answer && answer.kind === 'raw'
}

export function isNothing(answer: Endpoint['answer']): answer is NothingAnswer {
  return 'kind' in answer && answer.kind === 'nothing'
}

/** The status of the good answer. */
export function goodStatus({ status, answer }: Endpoint): number {
  return status ?? (isNothing(answer) ? 204 : 200)
}

/** The names of the `:parameters` in a path. */
export type ParamNames<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamNames<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never

export type ParamsOf<Row extends Endpoint> = Readonly<Record<ParamNames<Row['path']>, string>>

export type QueryOf<Row extends Endpoint> = Row extends { readonly query: infer Schema extends TSchema }
  ? Static<Schema>
  : undefined

export type BodyOf<Row extends Endpoint> = Row extends { readonly body: infer Schema extends TSchema }
  ? Static<Schema>
  : undefined

/** The parsed body of a good answer; null where it has none. */
export type AnswerOf<Row extends Endpoint> = Row['answer'] extends NothingAnswer
  ? null
  : Row['answer'] extends RawAnswer
    ? unknown
    : Static<Row['answer']> | AlsoOf<Row>

/** The bodies of an endpoint's further good answers. */
export type AlsoOf<Row extends Endpoint> = Row extends { readonly also: infer Further }
  ? { [Status in keyof Further]: Static<Extract<Further[Status], TSchema>> }[keyof Further]
  : never
