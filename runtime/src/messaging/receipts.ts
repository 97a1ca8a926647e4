import type { LiveEvent } from '@patchbay/shared/api'
import type { MessageEngine } from '../engine/engine-api.ts'
import type { LiveEvents } from '../engine/live-events.ts'
import type { DeliveryReceipt, ReceiptStatus, ReceiptsUntil } from '../kit/delivery-receipt.ts'
import type { MessageReceiver } from '../kit/inbound-message.ts'
import type { CarrierRefusal } from './consent/carrier-refusal.ts'
import { storableTime } from './plausible-time.ts'

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

type MessageEvent = Extract<LiveEvent, { readonly type: 'message' }>

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
  /** Resolves with what open pages are told; with undefined when the receipt changes nothing. */
  async function take(receipt: DeliveryReceipt): Promise<MessageEvent | undefined> {
    const { accountId, messageId: providerId, status, error, at: saidAt } = receipt
    const reported = { status, error: error ?? null, at: storableTime(saidAt, now()) }
    const changed = await engine.receipt({ accountId, providerId, ...reported, unless: later[status] })
    if (changed === undefined) return undefined
    const { channel, address, contact, at } = changed
    if (error?.code === 'OPTED_OUT') {
      await refused({ channel, accountId, address, contact, detail: error.message })
    }
    return { type: 'message', channel, address, contact, at: at.toISOString() }
  }

  return {
    async receiptsUntil({ accountId, contact, status, until: seenUntil }: ReceiptsUntil) {
      const until = new Date(storableTime(seenUntil, now()).getTime() + ANSWER_MS)
      // One for each conversation, about its latest message.
      const told = new Map<string, MessageEvent>()
      try {
        for (const messageId of await sentUntil({ accountId, contact, until, unless: later[status] })) {
          const event = await take({ accountId, messageId, status, at: seenUntil })
          const conversation = `${event?.channel} ${event?.address}`
          if (event !== undefined && !told.has(conversation)) told.set(conversation, event)
        }
      } finally {
        // What was changed before a failure is not changed again by the next call.
        for (const event of told.values()) events.publish(event)
      }
    },
    async receipt(receipt: DeliveryReceipt) {
      const event = await take(receipt)
      if (event !== undefined) events.publish(event)
    },
  }
}

/** A message has the time at which its service had answered, which is a little later than the service's own. */
const ANSWER_MS = 2_000
