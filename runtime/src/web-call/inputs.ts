import type { Static } from 'typebox'
import type { authentication } from './authentication.ts'

/** A call to a web service, its templates filled in. */
export interface WebCallInputs {
  readonly method: string
  readonly url: string
  /** For all of the call: token request, redirects and body included. */
  readonly timeoutSeconds: number
  readonly auth?: Static<typeof authentication>
  /** Values as bytes, see `headerBytes`. */
  readonly headers?: readonly { readonly key: string; readonly value: string; readonly secret?: boolean }[]
  readonly contentType?: string
  readonly body?: string
  readonly responseVariables?: readonly { readonly name: string; readonly query: string }[]
}
