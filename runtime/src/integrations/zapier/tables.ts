import type { Generated } from 'kysely'

export interface ZapierTables {
  zapierFeed: ZapierFeedTable
  zapierItem: ZapierItemTable
  zapierHook: ZapierHookTable
  zapierDelivery: ZapierDeliveryTable
}

/** The state of one account's feed. Its row lock orders appends. */
export interface ZapierFeedTable {
  accountId: string
  /** Position of the newest item. Positions have no gaps. */
  lastSeq: Generated<number>
  /** Time of the newest item; never decreases. */
  lastAt: Generated<Date>
  /** Bytes of all items ever added. */
  totalBytes: Generated<number>
  /** When it was last polled; never decreases. Null: never polled. */
  polledAt: Date | null
  /** Items that were deleted before any poll read them. */
  missed: Generated<number>
}

export interface ZapierItemTable {
  accountId: string
  seq: number
  id: string
  event: string
  /** The item's JSON text, as sent to polls. */
  item: string
  at: Date
  /** The feed's bytes up to the end of this item. */
  endByte: number
  isRead: Generated<boolean>
}

export interface ZapierHookTable {
  id: string
  accountId: string
  /** The sealed delivery address. Anyone with the address could feed the Zap. */
  target: string
  targetHash: string
  /** Host of the address, for display. */
  host: string
  /** Only items of this event; null: all. */
  event: string | null
  createdAt: Date
}

export type DeliveryStatus = 'waiting' | 'delivered' | 'failed' | 'removed'

export interface ZapierDeliveryTable {
  id: string
  accountId: string
  /** Null for a Catch Hook. */
  hookId: string | null
  /** Unique per delivery: the step's key with the hook's id. */
  key: string
  /** The sealed address of a Catch Hook. */
  target: string | null
  host: string
  event: string
  item: string
  status: DeliveryStatus
  attempts: Generated<number>
  /** When the next attempt is due; null once it has ended. */
  dueAt: Date | null
  /** The outcome of the last attempt, in words. */
  lastAnswer: string | null
  createdAt: Date
  endedAt: Date | null
}
