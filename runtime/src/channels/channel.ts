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

export type SendOutcome =
  | { readonly ok: true; readonly messageId: string; readonly status: string; readonly segments: number }
  | { readonly ok: false; readonly error: RunErrorBody }

/** A way to reach contacts: the simulator, later carriers and messengers. */
export interface Channel {
  /** Folder name; `accountId` of the addresses it owns refers to an account of this provider. */
  readonly id: string
  /** Whether a repeated key is taken once. Decides the repeat policy of a send. */
  readonly repeat: 'keyed' | 'never'
  send(message: OutboundMessage, signal: AbortSignal): Promise<SendOutcome>
}

export interface ChannelRegistry {
  /**
   * Sends through the channel that owns `message.from`, after the loop protection. Answers an outcome with
   * NO_SUCH_ADDRESS when nobody owns it; never throws for what a builder or contact can cause.
   */
  send(message: OutboundMessage, signal: AbortSignal): Promise<SendOutcome>
  /** The repeat policy of the channel that owns this address; `never` when nobody does. */
  repeatOf(from: string): Promise<'keyed' | 'never'>
}
