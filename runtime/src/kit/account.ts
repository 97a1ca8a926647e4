/** An account as the code of its integration sees it. */
export interface OpenAccount<Properties = unknown> {
  readonly id: string
  readonly name: string
  /** As stored; secrets that are encrypted at rest are plain here, hashed ones are missing. Never store or log it. */
  readonly properties: Properties
}

/** What comes with one click on the page of an account. */
export interface AccountCall {
  /** Where this server is reached from outside: PATCHBAY_PUBLIC_URL, else the address of the request. */
  readonly baseUrl: string
  /** Ends with the request, or when the process stops. */
  readonly signal: AbortSignal
}
