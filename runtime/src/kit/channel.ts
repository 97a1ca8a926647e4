import type { RunErrorBody } from '@patchbay/shared/api'

/** A message to a contact, as `Send SMS` hands it to the channel that owns `from`. */
export interface OutboundMessage {
  readonly to: string
  readonly from: string
  readonly text: string
  readonly mediaUrls: readonly string[]
  /** The provider sees this key; a keyed provider takes each key once. */
  readonly idempotencyKey: string
  readonly runId: string
}

/** A message and the account that owns its `from`. */
export interface AddressedMessage extends OutboundMessage {
  readonly accountId: string
}

export type SendOutcome = Sent | { readonly ok: false; readonly error: RunErrorBody }

export interface Sent {
  readonly ok: true
  readonly messageId: string
  readonly status: string
  readonly segments: number
}

/** What the provider says about a message whose sender died before it could note the answer. */
export type FindOutcome =
  | { readonly kind: 'sent'; readonly sent: Sent }
  /**
   * The provider does not have it. That counts only `settledAfterMs` after the sender died: until then its
   * request may still be on the way.
   */
  | { readonly kind: 'not-sent'; readonly settledAfterMs: number }
  /** It cannot say now; `isFinal` when asking again would not help. */
  | { readonly kind: 'unknown'; readonly isFinal: boolean }

/** A way to reach contacts: the simulator, carriers, later messengers. */
export interface Channel {
  /** Whether a repeated key is taken once. Decides the repeat policy of a send. */
  repeatOf(accountId: string): Promise<'keyed' | 'never'>
  /** Never throws for what a builder, contact or provider can cause. */
  send(message: AddressedMessage, signal: AbortSignal): Promise<SendOutcome>
  /** Asks the provider whether it took this message, for providers that do not honour keys but can be searched. */
  find?(message: AddressedMessage, signal: AbortSignal): Promise<FindOutcome>
}

export interface ChannelRegistry {
  /**
   * Sends through the channel that owns `message.from`, after the loop protection. Answers an outcome with
   * NO_SUCH_ADDRESS when nobody owns it; never throws for what a builder or contact can cause.
   */
  send(message: OutboundMessage, signal: AbortSignal): Promise<SendOutcome>
  /** The repeat policy of the account that owns this address; `never` when nobody does. */
  repeatOf(from: string): Promise<'keyed' | 'never'>
  /** As `Channel.find`; `unknown` for providers that cannot be asked. */
  find(message: OutboundMessage, signal: AbortSignal): Promise<FindOutcome>
}
