import type { Static } from 'typebox'
import type { authentication } from './authentication.ts'
import type { PairRow } from './pairs.ts'

/** The inputs of a call to a web service, with templates filled in. */
export interface WebCallInputs {
  readonly method: string
  readonly url: string
  /** Covers the whole call, including token request, redirects and body. */
  readonly timeoutSeconds: number
  readonly auth?: Static<typeof authentication>
  /** Values are encoded as bytes, see `headerBytes`. */
  readonly headers?: readonly { readonly key: string; readonly value: string; readonly secret?: boolean }[]
  readonly contentType?: string
  readonly body?: string
  /** Sent behind what the URL has. Not escaped. */
  readonly query?: readonly PairRow[]
  /** Sent behind what the body has; only read where the content type is a form. Not escaped. */
  readonly fields?: readonly PairRow[]
  /** Statuses that are a success, such as `200-299, 404`. Default: 200 to 299. */
  readonly successStatuses?: string
  /** How many redirects are followed. 0: a redirect is a reply as any other. Default 5. */
  readonly maxRedirects?: number
  /** Sends the key of the visit as `Idempotency-Key`: the service does a request that it gets twice only once. */
  readonly idempotencyKey?: boolean
  readonly responseVariables?: readonly { readonly name: string; readonly query: string }[]
}
