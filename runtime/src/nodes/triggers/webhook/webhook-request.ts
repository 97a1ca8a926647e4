/** A request to a webhook before its body is read as data. */
export interface WebhookHead {
  readonly method: string
  /** The full address that the service called, exactly as sent: some signatures are computed over it. */
  readonly url: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string | readonly string[]>>
}
