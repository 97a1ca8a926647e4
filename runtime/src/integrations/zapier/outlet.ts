import type { RunErrorBody } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'

/** The event that one visit of Zapier Invoke publishes. */
export interface ZapierEvent {
  readonly accountId: string
  readonly event: string
  /** The output fields; `id`, `event` and `time` are added. */
  readonly fields: JsonObject
  /** Becomes the item's id. It is the same for every attempt of a step, so an event is stored once. */
  readonly idempotencyKey: string
}

/** The outcome of posting an item to a Catch Hook. */
export type CatchOutcome =
  | { readonly kind: 'delivered' }
  /** Any process with capacity tries again. The account's page shows the outcome. */
  | { readonly kind: 'waiting'; readonly answer: string; readonly dueAt: Date }
  | { readonly kind: 'failed'; readonly error: RunErrorBody }

/** Passes a flow's items to Zapier. */
export interface ZapierOutlet {
  /**
   * Stores the item in the account's feed. With `isInstant` it also stores deliveries to the REST hook subscribers of
   * the event, in the same commit.
   * @throws AppError ACCOUNT_NOT_FOUND, INVALID_VALUE for an item that is too large
   */
  publish(event: ZapierEvent, isInstant: boolean): Promise<{ readonly itemId: string; readonly subscribers: number }>
  /**
   * Posts the item to a Catch Hook of Webhooks by Zapier.
   * @throws AppError ACCOUNT_NOT_FOUND, INVALID_VALUE, INVALID_URL
   */
  callHook(event: ZapierEvent, url: string, signal: AbortSignal): Promise<CatchOutcome & { readonly itemId: string }>
}
