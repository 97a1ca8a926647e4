import type { MessageEngine } from '../engine/engine-api.ts'
import type { LiveEvents } from '../engine/live-events.ts'
import type { DeliveryReceipt, ReceiptStatus, ReceiptsUntil } from '../kit/delivery-receipt.ts'
import type { MessageReceiver } from '../kit/inbound-message.ts'
import type { CarrierRefusal } from './consent/carrier-refusal.ts'

export interface ReceiptsOptions {
  readonly engine: Pick<MessageEngine, 'receipt'>
  /** Called when a carrier says that the contact has opted out. */
  readonly refused: (refusal: CarrierRefusal) => Promise<void>
  /** The service's ids of messages that were sent to a contact, latest first. */
  readonly sentUntil: (of: {
    readonly accountId: string
    readonly contact: string
    readonly until: Date
    /** Statuses that leave a message out. */
    readonly unless: readonly string[]
  }) => Promise<readonly string[]>
  readonly events: Pick<LiveEvents, 'publish'>
  readonly now: () => Date
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
export function createReceipts({
  engine,
  refused,
  sentUntil,
  events,
  now,
}: ReceiptsOptions): Pick<MessageReceiver, 'receipt' | 'receiptsUntil'> {
  const receipts: Pick<MessageReceiver, 'receipt' | 'receiptsUntil'> = {
    async receiptsUntil({ accountId, contact, status, until: seenUntil }: ReceiptsUntil) {
      const until = new Date(seenUntil.getTime() + ANSWER_MS)
      for (const messageId of await sentUntil({ accountId, contact, until, unless: later[status] })) {
        await receipts.receipt({ accountId, messageId, status, at: seenUntil })
      }
    },
    async receipt({ accountId, messageId: providerId, status, error, at: seenAt = now() }: DeliveryReceipt) {
      const reported = { status, error: error ?? null, at: seenAt }
      const changed = await engine.receipt({ accountId, providerId, ...reported, unless: later[status] })
      if (changed === undefined) return
      const { channel, address, contact, at } = changed
      if (error?.code === 'OPTED_OUT') {
        await refused({ channel, accountId, address, contact, detail: error.message })
      }
      events.publish({ type: 'message', channel, address, contact, at: at.toISOString() })
    },
  }
  return receipts
}

/** A message has the time at which its service had answered, which is a little later than the service's own. */
const ANSWER_MS = 2_000
