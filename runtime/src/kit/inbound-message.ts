/** A message from a contact, as an integration read it from what its service sent. */
export interface InboundMessage {
  /** The account that it came to. */
  readonly accountId: string
  /** The kind of address that `from` and `to` are: `sms`. */
  readonly channel: string
  /** The service's id of it: each is taken once per account. */
  readonly id: string
  /** The contact, and our address, as the service writes them. */
  readonly from: string
  readonly to: string
  readonly text: string
  readonly mediaUrls: readonly string[]
}

export interface ReceivedMessage {
  readonly messageId: string
  /** Null when no live flow answers the address. */
  readonly runId: string | null
  /** It was stored before: the service sent it again. */
  readonly duplicate: boolean
}

/** The one way in for messages. */
export interface MessageReceiver {
  /**
   * Stores a message once and starts the flow of its address. Resolves once both are stored. A service that got no
   * answer may send it again: what is missing is made up for.
   * @throws AppError NUMBER_NOT_FOUND unless the address belongs to the account, TOO_MANY_REQUESTS
   */
  receive(message: InboundMessage): Promise<ReceivedMessage>
}
