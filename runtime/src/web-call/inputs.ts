import type { Static } from 'typebox'
import type { authentication } from './authentication.ts'
import type { paging } from './paging.ts'
import type { PairRow } from './pairs.ts'
import type { ReplyFormat } from './read-reply.ts'

/** The inputs of a call to a web service, with templates filled in. */
export interface WebCallInputs {
  readonly method: string
  readonly url: string
  /** Covers the whole call, including token request, redirects and body. With pages, each of them. */
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
  /** The body where the content type is `multipart/form-data`. */
  readonly parts?: readonly PartRow[]
  /** Statuses that are a success, such as `200-299, 404`. Default: 200 to 299. */
  readonly successStatuses?: string
  /** How many redirects are followed. 0: a redirect is a reply as any other. Default 5. */
  readonly maxRedirects?: number
  /** Default: automatic. */
  readonly readReplyAs?: ReplyFormat
  /** Sends the key of the visit as `Idempotency-Key`: the service does a request that it gets twice only once. */
  readonly idempotencyKey?: boolean
  /** Largest reply that is read. Default: as the web client says. */
  readonly maxReplyBytes?: number
  readonly paging?: Static<typeof paging>
  readonly responseVariables?: readonly { readonly name: string; readonly query: string }[]
}

export interface PartRow {
  readonly name: string
  /** Default: text. */
  readonly kind?: 'text' | 'file'
  /** A text, or the address or id of a file. */
  readonly value: string
  /** Default: the name that the file has. */
  readonly fileName?: string
  /** Default: the type that the file has; none for a text. */
  readonly type?: string
}
