import type { Address, RunErrorBody } from '@patchbay/shared/api'

/** Who wrote an address: a person in a form, a service in a callback. Absent: the author of a flow. */
export type AddressWriter = 'person' | 'service'

/** A kind of way to reach contacts, such as `sms`. Data, and the one spelling of its addresses. */
export interface ChannelDefinition {
  /** The `channel` of an `Address`. */
  readonly id: string
  readonly title: string
  /** What one of our addresses is called: `Number`, `Bot`. */
  readonly addressTitle: string
  /** Name of a Tabler outline icon. */
  readonly icon: string
  /** Made-up contacts whom the simulator plays. */
  readonly contacts: readonly string[]
  /** The one spelling of an address or contact of this channel; undefined for what is none. */
  normalise(value: string, writer?: AddressWriter): string | undefined
  /** How people read it. */
  show(value: string): string
  /** Why nobody can write to this contact, as a sentence; undefined when one can. Absent: one can write to all. */
  whyUnreachable?(contact: string): string | undefined
}

/** A message to a contact, as an action hands it over. */
export interface OutboundMessage {
  /** Of `from` and `to`. */
  readonly channel: string
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

/** How an integration carries messages: the simulator, carriers, messengers. It stores none itself. */
export interface Channel {
  /** The kinds whose addresses its accounts own; `all`: those of every integration. */
  readonly definitions: readonly ChannelDefinition[] | 'all'
  /** Whether a repeated key is taken once. Decides the repeat policy of a send. */
  repeatOf(accountId: string): Promise<'keyed' | 'never'>
  /** Never throws for what a builder, contact or provider can cause. */
  send(message: AddressedMessage, signal: AbortSignal): Promise<SendOutcome>
  /** Asks the provider whether it took this message, for providers that do not honour keys but can be searched. */
  find?(message: AddressedMessage, signal: AbortSignal): Promise<FindOutcome>
}

/** What actions send with. */
export interface MessageSender {
  /**
   * Sends through the account that owns `message.from`, after the loop protection, and stores what was sent. Answers an
   * outcome with NO_SUCH_ADDRESS when nobody owns it; never throws for what a builder or contact can cause.
   */
  send(message: OutboundMessage, signal: AbortSignal): Promise<SendOutcome>
  /** The repeat policy of the account that owns this address; `never` when nobody does. */
  repeatOf(from: Address): Promise<'keyed' | 'never'>
  /** As `Channel.find`; `unknown` for providers that cannot be asked. */
  find(message: OutboundMessage, signal: AbortSignal): Promise<FindOutcome>
}
