import type { LiveEvents } from '../engine/live-events.ts'
import type { DeliveryReceipt, ReceiptStatus } from '../kit/delivery-receipt.ts'
import type { MessageReceiver } from '../kit/inbound-message.ts'
import type { StoredMessage } from '../store/messages/message-records.ts'
import type { ReceiptRecord } from '../store/messages/store-receipt.ts'

export interface ReceiptsOptions {
  /** Stores what a service reports. Returns the changed message, if there is one. */
  readonly storeReceipt: (receipt: ReceiptRecord) => Promise<StoredMessage | undefined>
  readonly events: Pick<LiveEvents, 'publish'>
}

/**
 * The statuses that a receipt must not replace, because receipts come late and more than once. A failure that was
 * reported too early gives way to `delivered`.
 */
const later: Readonly<Record<ReceiptStatus, readonly ReceiptStatus[]>> = {
  queued: ['queued', 'sent', 'undelivered', 'delivered', 'read'],
  sent: ['sent', 'undelivered', 'delivered', 'read'],
  undelivered: ['undelivered', 'delivered', 'read'],
  delivered: ['delivered', 'read'],
  read: ['read'],
}

/** Keeps the status of sent messages by what their services report. */
export function createReceipts({ storeReceipt, events }: ReceiptsOptions): Pick<MessageReceiver, 'receipt'> {
  return {
    async receipt({ accountId, messageId: providerId, status, error }: DeliveryReceipt) {
      const changed = await storeReceipt({ accountId, providerId, status, error: error ?? null, unless: later[status] })
      if (changed === undefined) return
      const { channel, address, contact, at } = changed
      events.publish({ type: 'message', channel, address, contact, at: at.toISOString() })
    },
  }
}
