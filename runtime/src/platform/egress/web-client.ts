/** One outside request. Every call of Patchbay to an address that a user supplied goes through this. */
export interface WebRequest {
  readonly method: string
  readonly url: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body?: string
  readonly timeoutMs: number
  /** Largest reply that is read. Default 5 MiB. */
  readonly maxBytes?: number
  readonly signal?: AbortSignal
  /** False: a redirect is answered as it is. Default true. */
  readonly followRedirects?: boolean
  /** Further headers, by name in lower case, that hold a secret and stay behind when a redirect leaves the origin. */
  readonly secretHeaders?: readonly string[]
}

export interface WebResponse {
  readonly statusCode: number
  readonly statusText: string
  /** Names in lower case; repeated headers stand repeated. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Decoded by the charset of the Content-Type, UTF-8 by default; content codings undone. */
  readonly text: string
  readonly bytes: number
}

export interface WebClient {
  /**
   * Sends through the guard and follows at most five redirects, each checked anew, credentials dropped where the
   * origin changes.
   * @throws AppError TIMEOUT, HOST_NOT_FOUND, CONNECTION_FAILED, EGRESS_REFUSED, INVALID_URL, RESPONSE_TOO_LARGE,
   * TOO_MANY_REDIRECTS.
   */
  request(request: WebRequest): Promise<WebResponse>
}
