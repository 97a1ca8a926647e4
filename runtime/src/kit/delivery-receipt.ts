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
  /** Why the message is undelivered. */
  readonly error?: RunErrorBody
  /** When the service saw it. */
  readonly at?: Date
}
