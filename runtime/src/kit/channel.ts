import type { Address, MessageContent, RunErrorBody, StepWarning } from '@patchbay/shared/api'
import type { ChannelAbilities } from '@patchbay/shared/nodes'
import type { NumberWriter } from '@patchbay/shared/phone'
import type { Reported } from './delivery-receipt.ts'

/** The author of an address: a person in a form, or a service in a callback. Absent: the author of a flow. */
export type AddressWriter = NumberWriter

/** A kind of way to reach contacts, such as `sms`, as data, with the one spelling of its addresses. */
export interface ChannelDefinition {
  /** The `channel` of an `Address`. */
  readonly id: string
  readonly title: string
  /** Its name in events that leave. Absent: its id in capitals. */
  readonly eventName?: string
  /** The title of one of our addresses: `Number`, `Bot`. */
  readonly addressTitle: string
  /** Name of a Tabler outline icon. */
  readonly icon: string
  /** Made-up contacts that the simulator plays. */
  readonly contacts: readonly string[]
  /** What its messages can hold. `Channel.send` gets nothing else. */
  readonly abilities: ChannelAbilities
  /** Contacts expect that STOP, START and HELP are understood here. Absent: such a message is like any other. */
  readonly hasConsentWords?: true
  /** The same user has another id in each account. Absent: an id means the same contact in all accounts. */
  readonly contactsPerAccount?: true
  /** Returns the one spelling of an address or contact of this channel; undefined when the value is not one. */
  normalise(value: string, writer?: AddressWriter): string | undefined
  /** Returns the spelling for people. */
  show(value: string): string
  /** Returns every time zone in which the contact may be. Absent: a contact says nothing about it. */
  zonesOf?(contact: string): readonly string[]
  /**
   * Returns a sentence that says why this contact cannot be written to; undefined when it can. Absent: all contacts
   * can.
   */
  whyUnreachable?(contact: string): string | undefined
}

/** A message to a contact, as an action sends it. */
export interface OutboundMessage {
  /** The channel of `from` and `to`. */
  readonly channel: string
  readonly to: string
  readonly from: string
  readonly content: MessageContent
  /** The provider gets this key. A keyed provider accepts each key once. */
  readonly idempotencyKey: string
  /** Null for a message that no run sends. */
  readonly runId: string | null
}

/**
 * A message as a channel gets it: the account that owns its `from`, and only what the abilities of the channel allow. One
 * message of an action may come as several of these, each with a key of its own.
 */
export interface AddressedMessage extends OutboundMessage {
  readonly accountId: string
}

export type SendOutcome = Sent | NotSent

/** A message that was not sent, or may not have been. */
export interface NotSent {
  readonly ok: false
  readonly error: RunErrorBody
  /** Nothing was sent, because the contact is in quiet hours until then. Set by the sender, never by a channel. */
  readonly heldUntil?: Date
  /** Present only when certainly nothing was sent and another try may help: a refused connection, a rate limit. */
  readonly retry?: SendRetry
}

export interface SendRetry {
  /** The pause that the service asked for. Absent: the sender decides. */
  readonly afterMs?: number
}

export interface Sent {
  readonly ok: true
  readonly messageId: string
  readonly status: string
  readonly segments: number
  /** What the contact got in another form than the action meant. Set by the sender, never by a channel. */
  readonly warnings?: readonly StepWarning[]
}

/** The provider's answer about a message whose sending process died before it stored the outcome. */
export type FindOutcome<Found extends Sent = Sent> =
  | { readonly kind: 'sent'; readonly sent: Found }
  /**
   * The provider does not have the message. That counts only `settledAfterMs` after the process died, because its
   * request may still be on the way until then.
   */
  | { readonly kind: 'not-sent'; readonly settledAfterMs: number }
  /** The provider cannot say now; `isFinal` when asking later would not help. */
  | { readonly kind: 'unknown'; readonly isFinal: boolean }

/** How an integration carries messages: the simulator, carriers, messengers. A channel stores no messages itself. */
export interface Channel {
  /** The kinds of addresses that its accounts can own. `all`: the kinds of every integration. */
  readonly definitions: readonly ChannelDefinition[] | 'all'
  /** `keyed` when the provider accepts a repeated key only once. Decides the repeat policy of a send. */
  repeatOf(accountId: string): Promise<'keyed' | 'never'>
  /** What the messages of this account can hold, where that is less than its channel can. */
  abilitiesOf?(accountId: string): Promise<ChannelAbilities | undefined>
  /** How many messages a second the account may send. Absent or undefined: no limit of ours. */
  messagesPerSecond?(accountId: string): Promise<number | undefined>
  /** Its messages stay here, so that files which are stored here need no address. Absent: the service fetches them. */
  readonly isLocal?: true
  /** Makes exactly one attempt. Never throws for what a builder, contact or provider can cause. */
  send(message: AddressedMessage, signal: AbortSignal): Promise<SendOutcome>
  /** Shows the contact that an answer is being written. Absent: the service has no such sign. What it throws is ignored. */
  typing?(place: { readonly accountId: string; readonly contact: string }, signal: AbortSignal): Promise<unknown>
  /** Asks whether the provider accepted this message, for providers that do not honour keys but can be searched. */
  find?(message: AddressedMessage, signal: AbortSignal): Promise<FindOutcome>
}

/** A message that the service of an account has accepted. */
export interface SentMessage {
  readonly accountId: string
  readonly messageId: string
}

/** A message that was sent, and by which account. */
export type SentBy = Sent & SentMessage

/** The conversation between a contact and one of our addresses. */
export interface Conversation {
  readonly contactPointId: string
  readonly address: string
}

/** The port through which actions send. */
export interface MessageSender {
  /**
   * Checks consent and the loop protection, and sends through the account that owns `message.from`. The message is stored together
   * with the result of the step. Returns an outcome with NO_SUCH_ADDRESS when no account owns the address. Never throws
   * for what a builder or contact can cause.
   */
  send(message: OutboundMessage, signal: AbortSignal): Promise<SentBy | NotSent>
  /** Where the reply to a message will come, for a step that waits for it. */
  conversationOf(message: Pick<OutboundMessage, 'channel' | 'from' | 'to'>): Promise<Conversation>
  /** What the last receipt of a message says; undefined while there is none. */
  receiptOf(sent: SentMessage): Promise<Reported | undefined>
  /**
   * Our address that a text means: with its channel before it (`sms:+17865550100`), or alone where it is `near` or
   * an address of one channel only.
   */
  addressOf(written: string, near?: Address): Promise<Address | RunErrorBody>
  /** The contact that a text means on a channel, in its spelling, or why it cannot be written to. */
  contactOf(channel: string, written: string): string | RunErrorBody
  /** The repeat policy of the account that owns this address; `never` without an owner. */
  repeatOf(from: Address): Promise<'keyed' | 'never'>
  /** Like `Channel.find`; `unknown` for providers that cannot be asked. A message that was sent is stored as by `send`. */
  find(message: OutboundMessage, signal: AbortSignal): Promise<FindOutcome<SentBy>>
}
