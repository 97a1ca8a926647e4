/** Client credentials as External Web Call takes them. */
export interface TokenRequest {
  readonly tokenUrl: string
  readonly clientId: string
  readonly clientSecret: string
  readonly scope: string
}

export interface TokenSource {
  /**
   * The access token for these credentials, from memory while it is valid. `rejected` is a token that the
   * service refused with 401: a new one is asked for unless somebody has done so already.
   * @throws AppError TOKEN_REQUEST_FAILED, or what the guarded client throws.
   */
  token(request: TokenRequest, options: { timeoutMs: number; signal?: AbortSignal; rejected?: string }): Promise<string>
}
