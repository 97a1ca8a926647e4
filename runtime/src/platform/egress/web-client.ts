/** One outside request. Every call of Patchbay to an address supplied by a user goes through this client. */
export interface WebRequest {
  readonly method: string
  readonly url: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body?: string | Uint8Array
  readonly timeoutMs: number
  /** Largest reply that is read. Default 5 MiB. */
  readonly maxBytes?: number
  readonly signal?: AbortSignal
  /**
   * Keeps the reply in memory after the call, such as a run: a large reply takes room until `release`. Default: until the
   * call ends.
   */
  readonly holder?: object
  /**
   * True when the service does no harm if it gets the request twice: then it is sent once more where a kept connection
   * turns out to be closed. Default: by the method of each request of the call, GET, HEAD, OPTIONS, PUT and DELETE.
   */
  readonly isRepeatable?: boolean
  /** How many redirects are followed. 0: a redirect is returned like any reply. Default 5. */
  readonly maxRedirects?: number
  /**
   * Names, in lower case, of further headers that hold a secret. They are dropped when a redirect leaves the origin.
   */
  readonly secretHeaders?: readonly string[]
  /** `bytes`: the reply has `raw` and no text. Default: text. */
  readonly reads?: 'text' | 'bytes'
}

export interface WebResponse {
  /** Where redirects have led; absent when there were none. */
  readonly url?: string
  /** With what method they have led there; absent when there were none. */
  readonly method?: string
  readonly statusCode: number
  readonly statusText: string
  /** Names in lower case, values as text (bytes beyond ASCII are read as UTF-8). Repeated headers are separate entries. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Decoded by the charset of the Content-Type, UTF-8 by default, without content codings. */
  readonly text: string
  /** Only where the request reads bytes. Without content codings. */
  readonly raw?: Uint8Array
  readonly bytes: number
}

export interface WebClient {
  /**
   * Sends through the guard and follows redirects. Each target is checked again, and credentials are
   * dropped when the origin changes.
   * @throws AppError TIMEOUT, HOST_NOT_FOUND, CONNECTION_FAILED, EGRESS_REFUSED, INVALID_URL, RESPONSE_TOO_LARGE,
   * TOO_MANY_REDIRECTS.
   */
  request(request: WebRequest): Promise<WebResponse>
}

/** The client as its owner has it. */
export interface HoldingWebClient extends WebClient {
  /** Gives back the room of the replies that this holder kept. */
  release(holder: object): void
}
