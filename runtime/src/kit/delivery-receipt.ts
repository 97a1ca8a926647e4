import type { RunErrorBody } from '@patchbay/shared/api'

/** The way of a message to the contact. `undelivered`: it was refused, failed or expired on the way. */
export type ReceiptStatus = 'queued' | 'sent' | 'delivered' | 'read' | 'undelivered'

/** What a service reports about a message that it accepted before. Reports may come in any order, and more than once. */
export interface DeliveryReceipt {
  /** The account that sent the message. */
  readonly accountId: string
  /** The service's id of the message. */
  readonly messageId: string
  readonly status: ReceiptStatus
  /** Why the message is undelivered, with the code of the service. */
  readonly error?: RunErrorBody
  /** When the service saw it. */
  readonly at?: Date
}

/** What a service reports about all messages to a contact up to a time. */
export interface ReceiptsUntil {
  /** The account that sent the messages. */
  readonly accountId: string
  /** In the spelling of its channel. */
  readonly contact: string
  readonly status: 'delivered' | 'read'
  /** By the clock of the service, which has sent no later message that this is true of. */
  readonly until: Date
}

/** What the last receipt of a message says, and what a run that waited for it goes on with. */
export interface Reported {
  readonly status: string
  /** Why it was not delivered. */
  readonly error: RunErrorBody | null
  /** When the service saw it, ISO 8601. */
  readonly at: string
}
