import type { OpenAccount } from './account.ts'
import type { InboundMessage, ReceivedMessage } from './inbound-message.ts'

export type CallbackMethod = 'GET' | 'POST' | 'PUT'

/** What an outside service calls at `/channels/<integration>/<account id>`. */
export interface Callback<Properties = unknown> {
  /** Other methods are answered 405. */
  readonly methods: readonly CallbackMethod[]
  /** Most bytes of a body; larger ones are answered 413 before they are read. Default 256 KiB. */
  readonly mostBytes?: number
  /**
   * Makes sure that the service sent this, over the bytes as they came. Called before anything is decoded.
   * @throws AppError UNAUTHENTICATED when no proof came, INVALID_TOKEN when it is wrong
   */
  verify(request: CallbackRequest, account: OpenAccount<Properties>): void | Promise<void>
  /**
   * What the service says, in its order. What Patchbay has no use for (echoes of its own messages, unknown events)
   * is left out; an empty list is answered like any other.
   * @throws AppError for a request that cannot be used
   */
  read(
    request: CallbackRequest,
    account: OpenAccount<Properties>,
  ): readonly CallbackEvent[] | Promise<readonly CallbackEvent[]>
  /** What the service is answered once its messages are stored. Default: 202 with `{ received: [...] }`. */
  answer?(received: readonly ReceivedMessage[]): CallbackAnswer
}

export interface CallbackRequest {
  readonly method: string
  /** The address that the service called, whole and as it was sent: some signatures are made over it. */
  readonly url: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** The body as it came; empty where there is none. */
  readonly rawBody: Uint8Array
}

export type CallbackEvent =
  | { readonly kind: 'message'; readonly message: Omit<InboundMessage, 'accountId'> }
  /** The service asks whether the address is ours; this answer proves it. Messages beside it are taken all the same. */
  | { readonly kind: 'handshake'; readonly answer: CallbackAnswer }

export interface CallbackAnswer {
  readonly status: number
  /** Sent as JSON. */
  readonly json?: unknown
  /** Sent as plain text where there is no `json`. */
  readonly text?: string
}
