import type { JsonObject } from '@patchbay/shared/json'
import type { ColumnType, Generated, GeneratedAlways } from 'kysely'
import type { JsonColumn, Time } from './column-types.ts'

/** What has happened. Kept for 14 days. */
export interface EventTable {
  /** The order of happening: events of one conversation get it while its row is locked. */
  seq: GeneratedAlways<number>
  /** When the event was stored. */
  at: Time
  type: string
  /** As `initiatorText` writes it. */
  initiator: string
  content: JsonColumn<JsonObject>
  conversationId: string | null
}

/** Who wants events of which types: an event webhook, or a live flow that listens. */
export interface EventSubscriberTable {
  id: string
  kind: 'webhook' | 'flow'
  types: ColumnType<readonly string[], readonly string[], readonly string[]>
  /** Events are delivered, or kept for a later delivery. */
  isActive: boolean
}

/** An event that is to be delivered to a subscriber. It goes once it is delivered. */
export interface EventDeliveryTable {
  subscriberId: string
  seq: number
  /** It goes out as `MESSAGE/RECEIVED`, with an id of its own. */
  isAlias: Generated<boolean>
  /** Of the event. */
  at: Time
  /** `failed`: given up. `expired`: it waited for too long. Both can be sent again. */
  state: Generated<'waiting' | 'failed' | 'expired'>
  /** Attempts that were made. */
  tries: Generated<number>
  dueAt: Time
  lastAnswer: string | null
}

/** An event webhook. Its types, and whether events are stored for it, are in its row of `event_subscriber`. */
export interface EventWebhookTable {
  id: string
  name: string
  url: string
  state: 'on' | 'paused' | 'off'
  preset: 'gladly' | 'standard'
  isStrict: boolean
  includesText: boolean
  holdDays: number
  username: string | null
  realm: string | null
  headerNames: JsonColumn<readonly string[]>
  /** Password, header values and signing secrets. */
  sealed: string
  hasOlderSecret: Generated<boolean>
  createdAt: Time
  updatedAt: Time
  lastSuccessAt: Time | null
  /** Since when all attempts have failed. */
  failingSince: Time | null
  warnedAt: Time | null
  /** Why it was turned off by itself. */
  offReason: 'gone' | 'retry-limit' | 'failing' | null
  /** Null where `offReason` is. */
  offAt: Time | null
  /** The process that delivers to it at this moment. */
  claimedBy: string | null
  claimedUntil: Time | null
}

/** One request to the receiver of an event webhook, without secrets. */
export interface EventAttemptTable {
  /** UUIDv7 of when it began. */
  id: string
  webhookId: string
  eventId: string
  type: string
  outcome: 'success' | 'debug' | 'error'
  tries: number
  durationMs: number
  status: number | null
  request: JsonColumn<JsonObject>
  response: JsonColumn<JsonObject> | null
  error: string | null
}
