import type { ContactField, ContactValue } from '@patchbay/shared/api'
import type { Json, JsonObject } from '@patchbay/shared/json'

/** How an action or a template names a contact. */
export type ContactKey =
  /** The other side of a conversation, as a run has it: `$ANI` on a channel, met at one of our addresses. */
  | { readonly by: 'point'; readonly channel: string; readonly contact: string; readonly address: string }
  | { readonly by: 'id'; readonly id: string }
  /** Whose field holds this, in the form in which fields are stored: `phone` as E.164, `email` in lower case. */
  | { readonly by: 'field'; readonly key: string; readonly value: ContactValue }
  | { readonly by: 'external-id'; readonly source: string; readonly externalId: string }

/** Which step changes a contact: its page tells so. */
export interface ContactStep {
  readonly runId: string
  readonly flowId: string
  readonly flowName: string
  readonly nodeId: number
}

/**
 * The contacts of this installation, as steps of runs use them (`context.services.contacts`). A value of a contact is
 * `$contact`: a member for every field of `fields()` by its key, null where it is empty, and beside them `id`, `contact`
 * (the number or id on the channel; of its first address where it was not found by one), `channel`, `created_at` and
 * `updated_at` (ISO 8601). Numbers are numbers, yes or no is true or false, a date is `2026-01-31` or `2026-01-31T09:30`.
 */
export interface ContactPort {
  /** All fields, in their order: those of every installation, then own ones. */
  fields(): Promise<readonly ContactField[]>
  /** Reads one contact: the one heard of last, where several fit. Undefined when there is none. */
  find(key: ContactKey): Promise<JsonObject | undefined>
  /**
   * Changes fields of a contact and resolves to what it is then; undefined when there is none. Null and empty texts empty a
   * field, and what is left out stays. It may be repeated: what is as it should be is neither written nor told.
   * @throws AppError INVALID_VALUE for a field that does not exist, and for a value that its kind does not take
   */
  update(key: ContactKey, fields: Readonly<Record<string, Json>>, step: ContactStep): Promise<JsonObject | undefined>
}
