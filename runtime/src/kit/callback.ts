import type { MessageContent } from '@patchbay/shared/api'
import type { OpenAccount } from './account.ts'
import type { DeliveryReceipt, ReceiptsUntil } from './delivery-receipt.ts'
import type { ContactBlock, InboundMessage, MessageChange, ReceivedMessage } from './inbound-message.ts'

export type CallbackMethod = 'GET' | 'POST' | 'PUT'

/** Answers the calls of an outside service to `/channels/<integration>/<account id>`. */
export interface Callback<Properties = unknown> {
  /** Other methods are answered with 405. */
  readonly methods: readonly CallbackMethod[]
  /** Most bytes of a body. Larger ones are answered with 413 before they are read. Default 256 KiB. */
  readonly mostBytes?: number
  /**
   * Checks that the service sent this request, over the bytes as received. Called before anything is decoded.
   * @throws AppError UNAUTHENTICATED without a proof, INVALID_TOKEN when the proof is wrong
   */
  verify(request: CallbackRequest, account: OpenAccount<Properties>): void | Promise<void>
  /**
   * Returns the service's messages, changes of them and receipts, in its order. What Patchbay does not use, such as
   * echoes of its own messages and unknown events, is left out or `ignored`. An empty list is answered like any other.
   * @throws AppError for a request that cannot be used
   */
  read(
    request: CallbackRequest,
    account: OpenAccount<Properties>,
  ): readonly CallbackEvent[] | Promise<readonly CallbackEvent[]>
  /** The answer once the messages and receipts are stored. Default: 202 with `{ received: [...] }`. */
  answer?(received: readonly ReceivedMessage[], call: AnsweredCall): CallbackAnswer | Promise<CallbackAnswer>
}

/** What a call was about. */
export interface AnsweredCall {
  readonly accountId: string
  readonly events: readonly CallbackEvent[]
}

export interface CallbackRequest {
  readonly method: string
  /** The full address that the service called, exactly as sent: some signatures are computed over it. */
  readonly url: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** The body as received, unpacked where it came packed; empty when there is none. */
  readonly rawBody: Uint8Array
}

export type CallbackEvent =
  /** Its files are named by `url` or `ref`, and fetched once it is stored. */
  | { readonly kind: 'message'; readonly message: Omit<InboundMessage, 'accountId'> }
  | { readonly kind: 'receipt'; readonly receipt: Omit<DeliveryReceipt, 'accountId'> }
  | { readonly kind: 'receipts-until'; readonly receipts: Omit<ReceiptsUntil, 'accountId'> }
  | ({ readonly kind: 'edited'; readonly content: MessageContent } & Changed)
  | ({ readonly kind: 'deleted' } & Changed)
  /** The contact has blocked us at the service, which takes messages to it and delivers none; or no longer does. */
  | { readonly kind: 'blocked'; readonly block: Omit<ContactBlock, 'accountId'> }
  /** What Patchbay does not use, such as an echo of its own message. `why` ends up on the account's page. */
  | { readonly kind: 'ignored'; readonly why: string }
  /**
   * The service asks for proof that the address is ours, and `answer` gives it. Messages in the same call still count.
   */
  | { readonly kind: 'handshake'; readonly answer: CallbackAnswer }

/** A message that its author changed: the service's id of it, and when. */
type Changed = Pick<MessageChange, 'id' | 'at'>

export interface CallbackAnswer {
  readonly status: number
  /** Sent as JSON. */
  readonly json?: unknown
  /** Sent as plain text when there is no `json`. */
  readonly text?: string
  /** Sent as XML when there is neither. */
  readonly xml?: string
}
