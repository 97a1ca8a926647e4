import type { MessageContent } from '@patchbay/shared/api'
import type { DeliveryReceipt, ReceiptsUntil } from './delivery-receipt.ts'

/** A message from a contact, as an integration read it from what its service sent. */
export interface InboundMessage {
  /** The account that received it. */
  readonly accountId: string
  /** The channel of `from` and `to`, such as `sms`. */
  readonly channel: string
  /** The service's id of the message. Each id is accepted once per account. */
  readonly id: string
  /** The contact, and our address, as the service writes them. */
  readonly from: string
  readonly to: string
  /** A pressed button is its `choice`, with its title as the text where the contact wrote none. */
  readonly content: MessageContent
  /** When the service got it. Absent: now. */
  readonly at?: Date
  /** The name of the contact in its profile at the service. Kept for a contact that has none. */
  readonly contactName?: string
}

/** A message that its author has changed or deleted. Changes may come in any order, more than once, and before the message. */
export interface MessageChange {
  /** The account that received the message. */
  readonly accountId: string
  /** The service's id of the message. */
  readonly id: string
  /** What it says now. Null: it was deleted, and nothing of it stays. */
  readonly content: MessageContent | null
  /** When the service got the change, by which the last one wins. Absent: now. */
  readonly at?: Date
}

/** A message of a phone on which a draft is tested. */
export type TestMessage = Omit<InboundMessage, 'accountId' | 'at' | 'contactName'>

/** A contact has blocked one of our addresses at its service, or does so no longer. */
export interface ContactBlock {
  readonly accountId: string
  /** The channel of `contact` and `address`. */
  readonly channel: string
  readonly contact: string
  readonly address: string
  readonly isBlocked: boolean
  /** What the service said, in a sentence. */
  readonly detail: string
}

export interface ReceivedMessage {
  readonly messageId: string
  /** The run that it started or continued. Null when there is none. */
  readonly runId: string | null
  /** True when the message was stored before, because the service sent it again. */
  readonly duplicate: boolean
  /** It was a word such as STOP, which is for no flow. */
  readonly isConsentWord?: true
}

/** The one way in for messages, and for reports about those that were sent. */
export interface MessageReceiver {
  /**
   * Brings both addresses into the spelling of their channel and gives the message to the run that waits for it, to the
   * person who has its conversation, or to the flow of its address. Resolves once the message is stored, in one commit
   * with what it causes. A service that got no answer may send the message again: each id counts once.
   * @throws AppError NUMBER_NOT_FOUND or ADDRESS_NOT_FOUND unless the address belongs to the account, TOO_MANY_REQUESTS
   */
  receive(message: InboundMessage): Promise<ReceivedMessage>
  /**
   * Updates the status of the message that the account sent. A status never goes back, whatever order the receipts come
   * in. A receipt that comes before its message is stored waits for it.
   */
  receipt(receipt: DeliveryReceipt): Promise<void>
  /** Does the same for the messages of the last seven days that were sent to the contact until then, latest first. */
  receiptsUntil(receipts: ReceiptsUntil): Promise<void>
  /**
   * Keeps that the contact gets no messages of the address, or lifts it again; what else the contact has said of its
   * consent stays. Resolves with false when nothing has changed.
   */
  blocked(block: ContactBlock): Promise<boolean>
  /**
   * Changes the stored message. No run notices. A change that comes before its message is stored waits for it; messages
   * are found for seven days.
   */
  change(change: MessageChange): Promise<void>
}
