import type { RunErrorBody } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'

/** What one visit of Zapier Invoke hands over. */
export interface ZapierEvent {
  readonly accountId: string
  readonly event: string
  /** The output fields; `id`, `event` and `time` are added. */
  readonly fields: JsonObject
  /** Becomes the item's id: the same for every attempt of a step, so an event is taken once. */
  readonly idempotencyKey: string
}

/** How a Catch Hook took an item. */
export type CatchOutcome =
  | { readonly kind: 'delivered' }
  /** It is tried again, by whichever process has time; the account shows how it ends. */
  | { readonly kind: 'waiting'; readonly answer: string; readonly dueAt: Date }
  | { readonly kind: 'failed'; readonly error: RunErrorBody }

/** The way of a flow's items to Zapier. */
export interface ZapierOutlet {
  /**
   * Stores the item in the account's feed; with `isInstant` also hands it to the REST hook subscribers of the
   * event, in the same commit.
   * @throws AppError ACCOUNT_NOT_FOUND, INVALID_VALUE for an item that is too large
   */
  publish(event: ZapierEvent, isInstant: boolean): Promise<{ readonly itemId: string; readonly subscribers: number }>
  /**
   * Posts the item to a Catch Hook of Webhooks by Zapier.
   * @throws AppError ACCOUNT_NOT_FOUND, INVALID_VALUE, INVALID_URL
   */
  callHook(event: ZapierEvent, url: string, signal: AbortSignal): Promise<CatchOutcome & { readonly itemId: string }>
}
